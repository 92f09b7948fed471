"""Lists as authorities write them, and files that are none."""

import io

import pytest

from platform_core.compliance.errors import WatchListRefused
from platform_core.compliance.watch_enums import WatchFormat, WatchKind
from platform_core.compliance.watching.formats import read_entries
from platform_core.compliance.watching.listed import Listed

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-20T00:00:00Z">
  <INDIVIDUALS><INDIVIDUAL>
    <DATAID>111</DATAID><FIRST_NAME>AHMAD</FIRST_NAME><SECOND_NAME>ALI</SECOND_NAME><THIRD_NAME>SAMPLE</THIRD_NAME>
    <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.999</REFERENCE_NUMBER><LISTED_ON>2020-02-03</LISTED_ON>
    <NAME_ORIGINAL_SCRIPT>أحمد</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Nowhere</VALUE></NATIONALITY>
    <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>A. Sample</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1234567</NUMBER></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY><DATAID>222</DATAID><FIRST_NAME>SAMPLE TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
    <ENTITY_ALIAS><ALIAS_NAME>样本贸易</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""
OFAC = """<sdnList xmlns="https://example.gov/SDN">
  <publshInformation><Publish_Date>11/20/2026</Publish_Date></publshInformation>
  <sdnEntry><uid>36</uid><firstName>Jane</firstName><lastName>SAMPLE</lastName><sdnType>Individual</sdnType>
    <programList><program>SDGT</program><program>CYBER2</program></programList>
    <idList><id><uid>1</uid><idType>Passport</idType><idNumber>P7654321</idNumber></id></idList>
    <akaList><aka><uid>2</uid><type>a.k.a.</type><category>strong</category><firstName>J.</firstName><lastName>SAMPEL</lastName></aka></akaList>
    <dateOfBirthList><dateOfBirthItem><uid>3</uid><dateOfBirth>circa 1981</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>
  <sdnEntry><uid>37</uid><lastName>SAMPLE SHIPPING</lastName><sdnType>Entity</sdnType>
    <programList><program>IRAN</program></programList></sdnEntry>
</sdnList>"""
TABLE = "\ufeffid,schema,name,aliases,birth_date,countries,identifiers,sanctions\n" \
    'cn-1,Person,张三,"Zhang San;张叁",1980-01-02,cn,110101198001020000,恐怖活动人员名单（第一批）\n' \
    "cn-2,Organization,样本公司,,,,,\n"  # fmt: skip


def read(text, form):
    return list(read_entries(io.BytesIO(text.encode()), form))


def test_the_security_councils_list_is_read():
    man, firm = read(UN, WatchFormat.UN)
    assert man == Listed(
        "111", WatchKind.PERSON, ("AHMAD ALI SAMPLE", "أحمد", "A. Sample"), ("X1234567",), (1970, 1972),
        {"programme": "Al-Qaida", "reference": "QDi.999", "listed_on": "2020-02-03", "country": "Nowhere"},
    )  # fmt: skip
    assert firm == Listed("222", WatchKind.ENTITY, ("SAMPLE TRADING", "样本贸易"), told={"programme": "DPRK"})


def test_the_treasurys_list_is_read_whatever_its_namespace_is():
    woman, firm = read(OFAC, WatchFormat.OFAC)
    assert woman == Listed(
        "36", WatchKind.PERSON, ("Jane SAMPLE", "J. SAMPEL"), ("P7654321",), (1981,), {"programme": "SDGT, CYBER2"}
    )
    assert (firm.kind, firm.names) == (WatchKind.ENTITY, ("SAMPLE SHIPPING",))


def test_a_table_is_read():
    man, firm = read(TABLE, WatchFormat.TABLE)
    assert man.names == ("张三", "Zhang San", "张叁")
    assert (man.numbers, man.births) == (("110101198001020000",), (1980,))
    assert man.told == {"programme": "恐怖活动人员名单（第一批）", "country": "cn"}
    assert (firm.kind, firm.told) == (WatchKind.ENTITY, {})


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><sdnList><sdnEntry><uid>&b;</uid></sdnEntry></sdnList>'
FILE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><sdnList><sdnEntry><uid>&a;</uid></sdnEntry></sdnList>'


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        (BOMB, WatchFormat.OFAC, "not_readable"),
        (FILE, WatchFormat.OFAC, "not_readable"),
        (UN[:700], WatchFormat.UN, "not_readable"),
        ("<html>Service unavailable</html", WatchFormat.UN, "not_readable"),
        ("id,name\n1,X\n", WatchFormat.TABLE, "columns_missing"),
        ("", WatchFormat.TABLE, "columns_missing"),
        ("id,schema,name\n1,Person,\n", WatchFormat.TABLE, "entry_without_name"),
        ("id,schema,name\n,Person,X\n", WatchFormat.TABLE, "entry_without_name"),
        ('id,schema,name\n1,Person,"X\n', WatchFormat.TABLE, "not_readable"),
    ],
    ids=["bomb", "file", "cut-off", "html", "columns", "nothing", "no-name", "no-number", "quote"],
)
def test_what_is_no_list_is_refused(text, form, reason):
    with pytest.raises(WatchListRefused) as refused:
        read(text, form)
    assert refused.value.reason == reason
    assert "root:" not in str(refused.value)


def test_a_table_in_another_encoding_is_refused():
    with pytest.raises(WatchListRefused):
        list(read_entries(io.BytesIO("id,schema,name\n1,Person,张三\n".encode("gbk")), WatchFormat.TABLE))


def test_what_no_other_format_says_of_one_entry_changes_its_hash():
    (one,) = read("id,schema,name\n1,Person,X Y\n", WatchFormat.TABLE)
    hashes = {one.body_hash, one._replace(names=("X Z",)).body_hash, one._replace(births=(1980,)).body_hash,
              one._replace(numbers=("A123456",)).body_hash, one._replace(told={"country": "cn"}).body_hash,
              one._replace(kind=WatchKind.ENTITY).body_hash}  # fmt: skip
    assert len(hashes) == 6
