from hypothesis import given
from hypothesis import strategies as st

from cop.thai.clusters import boundaries, clusters, cut

TEXT = st.text(alphabet="กนรเแะาำ่้์ิุ\r\n a👍🏽\u200d👩\u0301", max_size=20)


def test_a_cluster_holds_its_vowels_marks_and_silenced_letters():
    assert clusters("ที่นี้") == ["ที่", "นี้"]
    assert clusters("เกาะน้ำ") == ["เกาะ", "น้ำ"]
    assert clusters("ข่าว") == ["ข่า", "ว"]
    assert clusters("วันศุกร์") == ["วั", "น", "ศุกร์"]


def test_boundaries_hold_start_and_end():
    assert boundaries("กิน") == [0, 2, 3]
    assert boundaries("") == [0]


def test_signs_of_several_characters_are_one_cluster():
    assert clusters("🇹🇭") == ["🇹🇭"]
    assert clusters("👍🏽") == ["👍🏽"]
    assert clusters("👨\u200d👩\u200d👧") == ["👨\u200d👩\u200d👧"]
    assert clusters("e\u0301\r\n") == ["e\u0301", "\r\n"]


def test_cutting_never_splits_a_cluster():
    assert cut("ที่นี่", 3) == "ที่"
    assert cut("ที่นี่", 5) == "ที่"
    assert cut("ที่นี่", 6) == "ที่นี่"
    assert cut("ที่", 2) == ""


@given(TEXT, st.integers(0, 20))
def test_a_cut_is_a_start_of_the_text_at_a_boundary(text, length):
    shortened = cut(text, length)
    assert text.startswith(shortened)
    assert len(shortened) <= length
    assert len(shortened) in boundaries(text)


@given(TEXT)
def test_clusters_joined_are_the_text(text):
    assert "".join(clusters(text)) == text
