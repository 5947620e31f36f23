import pytest

from cop.core.markup import in_words, pictures_in, plain, render


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("  \n ", ""),
        ("ข้อความ", "<p>ข้อความ</p>"),
        ("บรรทัดหนึ่ง\nบรรทัดสอง", "<p>บรรทัดหนึ่ง<br>\nบรรทัดสอง</p>"),
        ("**หนา**", "<p><strong>หนา</strong></p>"),
        ("เริ่ม**หนา**ต่อทันที", "<p>เริ่ม<strong>หนา</strong>ต่อทันที</p>"),
        ("เริ่ม*เน้น*ต่อทันที", "<p>เริ่ม<em>เน้น</em>ต่อทันที</p>"),
        ("ก**ข**ค**ง**จ", "<p>ก<strong>ข</strong>ค<strong>ง</strong>จ</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("~~ตัด~~", "<p><del>ตัด</del></p>"),
        ("==เน้นสี==", "<p><mark>เน้นสี</mark></p>"),
        ("# หัวข้อ", "<h3>หัวข้อ</h3>"),
        ("## หัวข้อรอง", "<h4>หัวข้อรอง</h4>"),
        ("###### ลึกสุด", "<h6>ลึกสุด</h6>"),
        ("ตามนี้\n- หนึ่ง\n- สอง", "<p>ตามนี้</p>\n<ul>\n<li>หนึ่ง</li>\n<li>สอง</li>\n</ul>"),
        ("ตามนี้\n1. หนึ่ง\n2. สอง", "<p>ตามนี้</p>\n<ol>\n<li>หนึ่ง</li>\n<li>สอง</li>\n</ol>"),
        ("๑. หนึ่ง\n๒. สอง", "<ol>\n<li>หนึ่ง</li>\n<li>สอง</li>\n</ol>"),
        ("ตามนี้\n๑. หนึ่ง\n๒. สอง", "<p>ตามนี้</p>\n<ol>\n<li>หนึ่ง</li>\n<li>สอง</li>\n</ol>"),
        ("๓. สาม\n๔. สี่", '<ol start="3">\n<li>สาม</li>\n<li>สี่</li>\n</ol>'),
        ("ปี พ.ศ. ๒๕๖๓. จบ", "<p>ปี พ.ศ. ๒๕๖๓. จบ</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("`โค้ด`", "<p><code>โค้ด</code></p>"),
        ("> อ้าง", "<blockquote>\n<p>อ้าง</p>\n</blockquote>"),
    ],
)
def test_markdown_as_people_write_it(text: str, markup: str):
    assert render(text).strip() == markup


def test_links_lead_out_without_credit():
    markup = render("[ที่มา](https://www.thaigov.go.th/x?a=1&b=2)")
    assert 'href="https://www.thaigov.go.th/x?a=1&amp;b=2"' in markup
    assert 'rel="noopener nofollow ugc"' in markup


def test_a_bare_address_becomes_a_link():
    assert '<a href="https://www.thaigov.go.th/"' in render("ที่มา https://www.thaigov.go.th/ ดู")


def test_a_table_becomes_a_table():
    markup = render("| จังหวัด | แห่ง |\n|---|--:|\n| ขอนแก่น | 3 |")
    assert "<th>จังหวัด</th>" in markup
    assert '<td align="right">3</td>' in markup or "<td>3</td>" in markup


def test_a_list_in_a_fence_stays_as_written():
    markup = render("```\nx\n- y\n```")
    assert "<li>" not in markup
    assert "x\n- y" in markup


def test_no_heading_of_a_text_competes_with_the_page():
    markup = render("# a\n\nb\n=\n\n## c\n\nd\n-\n\n<h1>e</h1>")
    assert "<h1" not in markup
    assert "<h2" not in markup


def test_zero_width_and_split_letters_are_tidied():
    assert render("น\u200b้ํา") == render("น้ำ")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<p>หนึ่ง</p>\n<p>สอง &amp; สาม</p>", "หนึ่ง\n\nสอง & สาม"),
        ("<ul>\n<li>ก</li>\n<li>ข</li>\n</ul>", "ก\n\nข"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ('<p>ดู <a href="https://a.example">ที่นี่</a></p>', "ดู ที่นี่"),
    ],
)
def test_plain_gives_the_words(markup: str, text: str):
    assert plain(markup) == text


PICTURE = "/pictures/bcdfghjkmnprstvw-800x600"


def test_a_picture_of_this_site_is_shown_with_its_size():
    markup = render(f'![โต๊ะ "คัดกรอง" > เดิม]({PICTURE})')
    assert markup == (
        f'<p><img src="{PICTURE}" alt="โต๊ะ &quot;คัดกรอง&quot; &gt; เดิม" width="800" height="600"'
        ' loading="lazy" decoding="async"></p>'
    )
    assert plain(markup) == 'โต๊ะ "คัดกรอง" > เดิม'
    assert plain(render(f"![]({PICTURE})")) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a.png",
        "//evil.example/pictures/bcdfghjkmnprstvw-800x600",
        f"{PICTURE}0000",
        f"{PICTURE}?a=1",
        "/pictures/BCDFGHJKMNPRSTVW-800x600",
        "/pictures/bcdfghjkmnprstvw-0x600",
        "/pictures/bcdfghjkmnprstvw-๘๐๐x600",
        "/account/sign-ins",
    ],
)
def test_any_other_picture_is_a_link(address: str):
    markup = render(f"![ภาพที่อื่น]({address})")
    assert "<img" not in markup
    assert ">ภาพที่อื่น</a>" in markup
    assert f'<img src="{address}"' not in render(f'<img src="{address}" alt="x">')
    assert "<img" not in render(f"[![ภาพ]({address})](https://a.example)")


def test_pictures_named_in_a_text_are_found_once():
    text = f"![ก]({PICTURE}) และ ![ข]({PICTURE}) <img src={PICTURE}>"
    assert pictures_in(text) == ["bcdfghjkmnprstvw"]
    assert pictures_in("![x](/pictures/xyz) ไม่มี") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"ก่อน ![โต๊ะ \\[ใหม่\\]]({PICTURE}) หลัง", "ก่อน [ภาพ: โต๊ะ [ใหม่]] หลัง"),
        (f"![]({PICTURE})", "[ภาพ]"),
        ("![ที่อื่น](https://a.example/x.png)", "![ที่อื่น](https://a.example/x.png)"),
    ],
)
def test_pictures_are_told_in_words_where_they_cannot_be_shown(text: str, words: str):
    assert in_words(text, "ภาพ") == words
