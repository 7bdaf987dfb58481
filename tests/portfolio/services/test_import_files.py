import pytest

from portfolio.services.import_files import FileRefused, Kind, check_size
from tests.portfolio.uploads import table

SEEMS = "“list.csv” seems to be {}, not a table."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f'Title{delimiter}Planned cost\nDock plan{delimiter}"1,5;2|3"\nYard plan{delimiter}7\n'
    read = table(text)
    assert read.delimiter == delimiter
    assert read.rows == (("Title", "Planned cost"), ("Dock plan", "1,5;2|3"), ("Yard plan", "7"))


def test_commas_in_prose_do_not_outvote_the_delimiter() -> None:
    text = "Title;Outcome\nDock plan;faster, safer, cheaper\nYard plan;fewer, shorter, calmer\n"
    assert table(text).delimiter == ";"


def test_a_line_that_names_the_delimiter_is_obeyed() -> None:
    read = table("sep=;\nTitle;Stage\na,b;c,d\n")
    assert (read.delimiter, read.header, read.body) == (";", ("Title", "Stage"), (("a,b", "c,d"),))


def test_one_column_is_a_table_too() -> None:
    read = table("Title\nDock plan, yard plan\n")
    assert read.rows == (("Title",), ("Dock plan, yard plan",))
    assert table("Title\nDock plan\n").rows == (("Title",), ("Dock plan",))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_encoding_is_found(encoding: str, found: str) -> None:
    read = table("Title,Stage\nCafé – “Plan”,Idea\n".encode(encoding))
    assert (read.encoding, read.notes) == (found, ())
    assert read.body == (("Café – “Plan”", "Idea"),)


def test_bytes_that_windows_1252_does_not_have_are_replaced_and_told() -> None:
    read = table(b"Title,Stage\nCaf\xe9 \x81 \x9d,Idea\n")
    assert read.body[0][0] == "Café � �"
    assert read.notes == ("2 characters could not be read and are shown as �.",)


def test_a_broken_character_among_many_does_not_make_utf_8_something_else() -> None:
    read = table("Title,Stage\néèêëàâä,Idea\n".encode() + b"Yard \xff plan,Idea\n")
    assert read.encoding == "utf-8"
    assert read.body == (("éèêëàâä", "Idea"), ("Yard � plan", "Idea"))
    assert read.notes == ("1 character could not be read and is shown as �.",)
    assert [(note.row, note.column) for note in read.doubts] == [(3, "Title")]


def test_badly_damaged_utf_8_stays_utf_8_and_its_rows_are_named() -> None:
    good = "Title,Stage\nCafé,Idea\nDépôt,Idea\n".encode()
    read = table(good + b"Yard \xff plan\xfe,Idea\nQuay,\xc3\n\xa9t\xe9,Idea\n")
    assert (read.encoding, read.body[0][0]) == ("utf-8", "Café")
    assert read.notes == ("5 characters could not be read and are shown as �.",)
    assert [(note.row, note.column, note.message) for note in read.doubts] == [
        (4, "Title", "2 characters could not be read and are shown as �."),
        (5, "Stage", "1 character could not be read and is shown as �."),
        (6, "Title", "2 characters could not be read and are shown as �."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Café planning – nights",
        "„Groß“",
        "CAFÉ… und „Fuß“, dann Ärger",
        "IRMÃ” e “MAÇÔ",
        "Straße, Gewässer, Öl, Übersicht, “Maß”",
        "10 £ · 5 € · ½ · ©",
    ],
)
def test_windows_1252_stays_windows_1252(text: str) -> None:
    read = table(f"Title;Stage\n{text};Idea\n".encode("cp1252"))
    assert (read.encoding, read.body[0][0], read.notes) == ("cp1252", text, ())


def test_line_breaks_inside_quotes_stay_in_their_cell() -> None:
    read = table('Title,Outcome\r\n"Dock plan","One.\r\nTwo, ""really""."\r\nYard plan,x\r\n')
    assert read.body == (("Dock plan", 'One.\r\nTwo, "really".'), ("Yard plan", "x"))


def test_a_stray_quotation_mark_inside_a_cell_is_tolerated() -> None:
    assert table('Title,Stage\n12" screens,Idea\n"a"b,Pilot\n').body[0][0] == '12" screens'


def test_line_numbers_are_those_of_a_spreadsheet() -> None:
    read = table(
        "Our AI list\n\nTitle,Stage,Owner\nDock plan,Pilot,Ines\n,,\n\nYard plan,Idea,Bo\n,,\n"
    )
    assert (read.header_row_index, read.first_row) == (2, 4)
    assert read.body == (("Dock plan", "Pilot", "Ines"), (), (), ("Yard plan", "Idea", "Bo"))


def test_formulas_in_a_text_file_are_text() -> None:
    read = table('Title,Stage\n=cmd|\'/c calc\'!A0,"=HYPERLINK(""http://x"")"\n')
    assert read.body == (("=cmd|'/c calc'!A0", '=HYPERLINK("http://x")'),)


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"", Kind.EMPTY, "“list.csv” is empty."),
        (b" \r\n\t\n", Kind.EMPTY, "“list.csv” is empty."),
        (b"\xef\xbb\xbf\n", Kind.EMPTY, "The file is empty."),
        (b",,\n;;\n", Kind.NO_HEADER, "No row of the file names its columns."),
        (b"Title,Stage\n", Kind.NO_ROWS, "The file names its columns but has no rows below them."),
        (
            b"Title,Stage\nDock \x00plan,x\n",
            Kind.NOT_A_TABLE,
            SEEMS.format("a file of another kind"),
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.NOT_A_TABLE, SEEMS.format("a picture")),
        (
            b"%PDF-1.7\n%\xe2\xe3\x01\x02",
            Kind.NOT_A_TABLE,
            SEEMS.format("a PDF document"),
        ),
        (
            b"<!DOCTYPE html><table><tr><td>a",
            Kind.NOT_A_TABLE,
            SEEMS.format("a web page"),
        ),
        (
            b"<?xml version='1.0'?><Workbook/>",
            Kind.NOT_A_TABLE,
            SEEMS.format("an XML document"),
        ),
        (b'Title,Stage\n"Dock plan,Pilot\nYard', Kind.DAMAGED, "The file breaks off in the middle"),
        ("Title,Stage\né,Idea\nYard é".encode()[:-1], Kind.DAMAGED, "The file breaks off"),
        ("Title,Stage\nYard".encode("utf-16")[:-1], Kind.DAMAGED, "The file breaks off"),
        (b"Title,Stage\n" + b"x" * 100_001 + b",y\n", Kind.DAMAGED, "A cell has more than 100,000"),
        (b"Title,Stage\n" + b"x" * 200_000 + b",y\n", Kind.DAMAGED, "A cell has more than 100,000"),
        (b"a,b" + b",c" * 199 + b"\n1,2\n", Kind.TOO_MANY_COLUMNS, "The file has more than 200"),
        (b"Title,b\n" + b"x,1\n" * 50_001, Kind.TOO_MANY_ROWS, "The file has more than 50,000"),
    ],
)
def test_a_text_file_that_is_no_table_is_refused_in_a_sentence(
    content: bytes, kind: Kind, sentence: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        table(content)
    assert refusal.value.code == kind.value
    assert refusal.value.sentence.startswith(sentence)
    assert refusal.value.fields == {"file": refusal.value.sentence}


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(FileRefused) as refusal:
        table(b"\x00" * (10 * 1024 * 1024 + 1), "C:\\lists\\big.csv")
    assert refusal.value.kind is Kind.TOO_LARGE
    assert refusal.value.sentence == (
        "“big.csv” has 10,485,761 bytes; files of up to 10 MB can be imported, "
        "which is 10,485,760 bytes."
    )


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (10 * 1024**2 + 50_000, "10,535,760 bytes"),
        (10 * 1024**2 + 100_000, "10.1 MB"),
        (2_345 * 1024**2, "2,345.0 MB"),
    ],
)
def test_a_size_is_said_so_that_it_is_more_than_the_limit(size: int, said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check_size(size, filename="big.csv")
    assert refusal.value.sentence.startswith(f"“big.csv” has {said}; files of up to 10 MB can")
    check_size(10 * 1024**2, filename="big.csv")


def test_fifty_thousand_rows_of_two_hundred_columns_may_be_there() -> None:
    many = table("Title,b\n" + "x,1\n" * 50_000)
    assert len(many.body) == 50_000
    wide = table(",".join(f"c{n}" for n in range(200)) + "\n" + "x," * 199 + "y\n")
    assert len(wide.header) == 200
