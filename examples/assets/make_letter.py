#!/usr/bin/env python3
"""Writes letter.pdf, the one-page letter that the examples send.

    python3 examples/assets/make_letter.py            writes letter.pdf beside this script
    python3 examples/assets/make_letter.py --check    fails if letter.pdf is not what would be written

Python's standard library is all it needs, and the output is the same on every machine: base-14 fonts, nothing compressed,
no clock. Every name in the letter is invented; +999 is a country code that is assigned to nobody. It is black on
white with nothing thinner than a fax line at 204 x 196 dpi, so that it survives the trip.
"""

import sys
from pathlib import Path

WIDTH, HEIGHT = 595, 842  # A4 in points
LEFT, RIGHT = 71, 532
FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold"}

RECIPIENT = (
    "By fax: +999 555 0123",
    "Practice Dr. Odile Quillfeather",
    "General medicine",
    "27 Placeholder Row",
    "00000 Exampleford",
)
FACTS = (
    ("Date", "3 March 2026"),
    ("Our reference", "LC-2026-0317"),
    ("Your letter of", "26 February 2026"),
    ("Telephone", "+999 555 0100"),
    ("Fax", "+999 555 0199"),
)

BODY = """\
Dear Dr. Quillfeather,

Thank you for referring your patient to us. We confirm the examinations and ask you to pass on
the times below. Should one of them not suit, our appointment desk will gladly find another;
a call before noon on the day before is enough.
"""

APPOINTMENTS = [
    ("Date", "Time", "Examination", "Place"),
    ("Tuesday, 17 March 2026", "08:30", "Admission and blood sample", "Building A, ground floor"),
    ("Tuesday, 17 March 2026", "09:15", "Electrocardiogram at rest", "Building C, room 204"),
    ("Tuesday, 17 March 2026", "10:00", "Ultrasound of the heart", "Building C, room 211"),
    ("Thursday, 19 March 2026", "14:45", "Discussion of the results", "Building C, room 230"),
]
COLUMNS = (LEFT, 207, 255, 407)

NOTES = """\
Your patient should come with an empty stomach on Tuesday; water is fine. Medication may be
taken as usual. Please fax us the current medication plan and, if there is one, the most recent
electrocardiogram, to the number above.

You will have our report by fax within two working days after the discussion. It carries the
reference of this letter.

With kind regards,
"""

FOOTER = (
    (LEFT, ("Larkmoor Clinic", "1 Sampler Lane", "00000 Exampleford")),
    (225, ("Telephone +999 555 0100", "Fax +999 555 0199", "desk@larkmoor.example")),
    (379, ("A sample letter: the clinic, the practice,", "the people and the numbers are invented.", "Page 1 of 1")),
)


class Page:
    """The content stream of one page, drawn from the top down in points from the lower left corner."""

    def __init__(self):
        self.operators = []

    def draw(self, *operators):
        self.operators.extend(operators)

    def text(self, x, y, string, size=10.5, font="regular"):
        escaped = string.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.draw(f"BT /{font} {size:g} Tf {x:g} {y:g} Td ({escaped}) Tj ET")

    def paragraphs(self, y, text, leading=14.5):
        """Writes text as it is broken in the source, an empty line as half a line, and returns where the next would go."""
        for line in text.splitlines():
            self.text(LEFT, y, line)
            y -= leading if line else leading / 2
        return y

    def rule(self, y, width=0.8, left=LEFT, right=RIGHT):
        self.draw(f"{width:g} w {left:g} {y:g} m {right:g} {y:g} l S")


def letterhead(page):
    # The clinic's mark: a lark's wing over water, in a square.
    page.draw("q 1 0 0 1 71 757 cm", "0 0 38 38 re f", "1 g 1 G 2.6 w 1 J")
    page.draw("6 21 m 14 34 25 31 33 27 c 27 24 22 18 17 17 c 13 16 9 18 6 21 c f")
    for y in (11, 5.5):
        page.draw(f"6 {y:g} m 11 {y + 4:g} 14 {y + 4:g} 19 {y:g} c 24 {y - 4:g} 27 {y - 4:g} 32 {y:g} c S")
    page.draw("Q")
    page.text(121, 778, "Larkmoor Clinic", 22, "bold")
    page.text(121, 761, "Department of Cardiology", 11.5)
    page.rule(742, 1.6)


def address_and_reference(page):
    page.text(LEFT, 711, "Larkmoor Clinic, 1 Sampler Lane, 00000 Exampleford", 7.5)
    page.rule(707, 0.6, right=268)
    for line, string in enumerate(RECIPIENT):
        page.text(LEFT, 689 - 14.5 * line, string, 10.5, "bold" if line == 0 else "regular")
    for line, (name, value) in enumerate(FACTS):
        page.text(353, 689 - 14.5 * line, name, 9.5)
        page.text(436, 689 - 14.5 * line, value, 9.5, "bold")


def appointments(page, y):
    page.rule(y + 15, 1.2)
    for row, cells in enumerate(APPOINTMENTS):
        for x, cell in zip(COLUMNS, cells):
            page.text(x, y, cell, 9.5, "bold" if row == 0 else "regular")
        page.rule(y - 6, 1.2 if row in (0, len(APPOINTMENTS) - 1) else 0.6)
        y -= 19
    return y


def signature(page, y):
    page.draw(f"q 1 0 0 1 {LEFT} {y:g} cm 1.1 w 1 J 1 j")
    page.draw("4 6 m 10 30 20 34 18 18 c 16 6 6 2 8 8 c 10 14 26 18 32 12 c 36 8 30 4 32 10 c 34 16 40 14 42 8 c")
    page.draw("46 16 50 16 51 8 c 56 16 60 15 61 9 c 66 26 74 32 71 18 c 69 8 70 5 76 9 c 84 14 92 12 108 16 c S")
    page.draw("0 1 m 40 -3 80 0 100 4 c S Q")
    page.text(LEFT, y - 17, "Dr. Leopold Marrowby", 10.5, "bold")
    page.text(LEFT, y - 31, "Head of the Department of Cardiology")


def letter():
    page = Page()
    letterhead(page)
    address_and_reference(page)
    page.text(LEFT, 575, "Your referral: appointments on 17 and 19 March 2026", 12.5, "bold")
    y = page.paragraphs(550, BODY)
    y = appointments(page, y - 22)
    y = page.paragraphs(y - 8, NOTES)
    signature(page, y - 36)
    page.rule(80)
    for x, lines in FOOTER:
        for line, string in enumerate(lines):
            page.text(x, 67 - 11 * line, string, 8)
    return "\n".join(page.operators).encode("cp1252")


def pdf(content):
    """Puts the numbered objects of a one-page document around its content stream."""
    fonts = " ".join(f"/{name} {number} 0 R" for number, name in enumerate(FONTS, start=5))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R"
        f" /Resources << /Font << {fonts} >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
        for base in FONTS.values()
    ]
    objects.append(b"<< /Title (A sample letter) /Author (The fax4a developers) /Producer (make_letter.py) >>")

    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def main(arguments):
    path = Path(__file__).with_name("letter.pdf")
    wanted = pdf(letter())
    if arguments == ["--check"]:
        if not path.exists() or path.read_bytes() != wanted:
            sys.exit(f"{path.name} is not what make_letter.py writes: run it")
    elif arguments:
        sys.exit(__doc__)
    else:
        path.write_bytes(wanted)
        print(f"{path.name}: {len(wanted)} bytes")


main(sys.argv[1:])
