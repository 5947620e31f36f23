"""Documents to search in, with what is true of them; a second engine is one more ENGINES entry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cop.search.engines.tantivy.index import TantivyIndex
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.language.query import parse
from cop.search.port import Document, SearchIndex
from tests.web.search import postgres_schemas

ENGINES: dict[str, Callable[[Path], SearchIndex]] = {
    "whoosh": WhooshIndex,
    "tantivy": TantivyIndex,
}
ENGINES |= postgres_schemas.engines()
START = datetime(2020, 7, 9, 2, 0, tzinfo=UTC)

PASSAGES = [
    "เครือข่ายองค์กรนวัตกรรมภาครัฐของจังหวัดตั้งโจทย์จากหน้างาน แล้วทดลองทำทีละเรื่อง",
    "มีข่าวลือเรื่องแหล่งน้ำ ทีมงานตรวจสอบและแจ้งความจริงผ่านหอกระจายข่าวทุกเช้า",
    "กลุ่มแม่บ้านสีข้าวกล้องขายในตลาดชุมชน ได้รายได้เพิ่มแต่ขาดคนทำบัญชี",
    "ปีงบประมาณ ๒๕๖๓ อำเภอปรับวิธีจองคิวออนไลน์ ลดเวลารอจาก 1,000 นาทีเหลือ 30 นาที",
    "โรคติดเชื้อระบาดในตลาด เจ้าหน้าที่จึงเปิดจุดคัดกรองทั้งสี่มุมเมือง",
    "ผู้สูงอายุรู้วิธีใช้แอปแล้วสอนเพื่อนบ้านต่อ วิถีชีวิตเดิมก็ไม่หายไป",
    "รัฐบาลท้องถิ่นเปิดเผยข้อมูลการจัดซื้อ ทำให้งานโปร่งใสและตรวจสอบได้",
    "น\u0e4d\u0e49าท่วมซ้ำสามปี ชาวบ้านร่วมกันย้ายเครื่องสูบไปที่สูงก่อนพายุเข้า",
    "รถบริการเคลื่อนที่เข้าถึงหมู่บ้านห่างไกล ให้บริการทำบัตรและรับคำร้องในวันเดียว",
    "The lessons board of LL-2563-0001 helped COVID-19 teams share what works",
]
# Words and the passages that have them, inside longer words too; and what must not be found.
TRUTHS = {
    "นวัตกรรม": {0}, "องค์กร": {0}, "ภาครัฐ": {0}, "จังหวัด": {0}, "ข่าว": {1}, "ข้าว": {2},
    "ตลาด": {2, 4}, "ชุมชน": {2}, "งบประมาณ": {3}, "ปี": {3, 7}, "เชื้อ": {4}, "ทั้ง": {4},
    "โรค": {4}, "รู้": {5}, "ชีวิต": {5}, "วิถีชีวิต": {5}, "รัฐ": {0, 6}, "โปร่งใส": {6},
    "ข้อมูล": {6}, "น้ำ": {1, 7}, "น้ำท่วม": {7}, "ท่วม": {7}, "บริการ": {8}, "บ้าน": {2, 5, 7, 8},
    "หมู่บ้าน": {8}, "ตรวจสอบ": {1, 6}, "พายุ": {7}, "lesson": {9}, "covid": {9},
    "ขา": {2}, "รู": set(), "ขาว": set(), "รถไฟ": set(),
}  # fmt: skip


def document(number: int, body: str, **more: object) -> Document:
    plain = Document(
        kind="lesson",
        id=str(number),
        version=1,
        title=f"เรื่องที่ {number}",
        body=body,
        at=START + timedelta(days=number),
        audience=("all",),
    )
    return replace(plain, **more)


def found(index: SearchIndex, text: str, audience: frozenset[str] | None = None) -> list[str]:
    return [hit.id for hit in index.find(parse(text).query, audience, 20).hits]
