"""The page of domain words shows how far the index is without being opened anew."""

import re

WORDS = re.compile(r"/admin/words$")
STATE = re.compile(r'<div class="stack" data-progress="[^"]*">.*?</div>', re.DOTALL)
RUNNING = (
    '<div class="stack" data-progress="/admin/words"><p id="building">{done}</p>'
    '<p><progress aria-labelledby="building" max="9" value="{done}"></progress></p>'
    '<p><a class="btn" href="/admin/words">newest</a></p></div>'
)
ENDED = '<div class="stack" data-progress=""><p>ended</p></div>'


def test_progress_moves_on_by_itself_and_keeps_the_focus(visit):
    person = visit("admin")
    page, answers = person.page, [RUNNING.format(done=2), RUNNING.format(done=7), ENDED]
    asked = []

    def answer(route):
        real = route.fetch()
        state = answers[min(len(asked), len(answers) - 1)]
        asked.append(state)
        static = re.search(r'href="(/static/[^/"]+/)css/', real.text()).group(1)
        script = f'<script type="module" src="{static}js/progress.js"></script></body>'
        body = STATE.sub(state, real.text(), count=1).replace("</body>", script)
        route.fulfill(response=real, body=body)

    page.route(WORDS, answer)
    person.open("/admin/words")
    assert page.locator("progress").get_attribute("value") == "2"
    page.locator("#index-t ~ div a").focus()
    page.locator("progress[value='7']").wait_for(timeout=20_000)
    assert page.locator("#building").inner_text() == "7"
    assert page.evaluate("document.activeElement.innerText") == "newest"
    page.get_by_text("ended").first.wait_for(timeout=20_000)
    assert page.locator("[data-progress-done]").inner_text() == "ended"
    assert page.evaluate("document.activeElement.id") == "main"
    page.wait_for_timeout(4_000)
    assert len(asked) == 3, "nothing is asked after the end"
