"""Files as merchants hand them in, honest and hostile, made from seeds: none lies in the repository."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

from platform_core.compliance.files.limits import EICAR


def scan(seed=1, size=(700, 500)):
    """Something like a licence: a frame, a seal, lines of text."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, "#fdf6e3")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((12, 12, size[0] - 12, size[1] - 12), outline="#b8860b", width=6)
    pen.ellipse((size[0] - 170, size[1] - 150, size[0] - 80, size[1] - 60), outline="red", width=4)
    for row in range(40, size[1] - 60, 14):
        at = 40
        while at < size[0] - 60 - chance.randrange(200):
            width = chance.randrange(6, 60)
            pen.rectangle((at, row, at + width, row + 8), fill="#222")
            at += width + 8
    return picture


def jpeg(seed=1, **more):
    out = io.BytesIO()
    scan(seed).save(out, "JPEG", quality=more.pop("quality", 88), **more)
    return out.getvalue()


def png(seed=1, mode="RGB", **more):
    out = io.BytesIO()
    scan(seed).convert(mode).save(out, "PNG", **more)
    return out.getvalue()


def pdf(pages=1, seed=1, **more):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, **more)
    for number in range(pages):
        sheet.drawString(90, 700, f"Authorisation {seed} page {number}")
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def changed_pdf(change, **save):
    """A PDF that somebody did something to."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        change(document)
        document.save(out, **save)
    return out.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height, rows=b""):
    """A PNG that says that it is so large, with what is behind it packed as small as it goes."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def archive(name="a.txt", content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def _action(kind, **more):
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def _open_with(document, action):
    document.Root.OpenAction = action


def _page_action(document):
    document.pages[0].AA = pikepdf.Dictionary(O=_action("/JavaScript", JS=pikepdf.String("app.alert(1)")))


def _attach(document):
    document.attachments["evil.exe"] = b"MZ"


def _annotation(document, kind, **more):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[0, 0, 10, 10], **more)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def _names_script(document):
    tree = pikepdf.Dictionary(
        Names=pikepdf.Array([pikepdf.String("x"), _action("/JavaScript", JS=pikepdf.String("1"))])
    )
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def _form(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Stream(document, b"<xdp/>"), Fields=pikepdf.Array([]))


def _bomb(document):
    """A page whose content unpacks to a gigabyte."""
    page = document.pages[0]
    once = zlib.compress(b"0 0 m 1 1 l S\n" * (1 << 20), 9)
    page.Contents = pikepdf.Stream(document, zlib.compress(once * 60, 9))
    page.Contents.Filter = pikepdf.Array([pikepdf.Name.FlateDecode])
    page.Contents = pikepdf.Array([document.make_indirect(_packed(document, once)) for _ in range(80)])


def _packed(document, content):
    stream = pikepdf.Stream(document, b"")
    stream.write(content, filter=pikepdf.Name.FlateDecode)
    return stream


EVIL_PDFS = {
    "open_script": lambda d: _open_with(d, _action("/JavaScript", JS=pikepdf.String("app.alert(1)"))),
    "open_launch": lambda d: _open_with(d, _action("/Launch", F=pikepdf.String("cmd.exe"))),
    "open_submit": lambda d: _open_with(d, _action("/SubmitForm", F=pikepdf.String("http://x"))),
    "open_import": lambda d: _open_with(d, _action("/ImportData", F=pikepdf.String("x.fdf"))),
    "open_elsewhere": lambda d: _open_with(d, _action("/GoToR", F=pikepdf.String("\\\\host\\x.pdf"))),
    "open_embedded": lambda d: _open_with(d, _action("/GoToE")),
    "next_script": lambda d: _open_with(d, _action("/GoTo", Next=_action("/JavaScript", JS=pikepdf.String("1")))),
    "page_script": _page_action,
    "names_script": _names_script,
    "attachment": _attach,
    "rich_media": lambda d: _annotation(d, "/RichMedia"),
    "movie": lambda d: _annotation(d, "/Movie"),
    "sound": lambda d: _annotation(d, "/Sound"),
    "model": lambda d: _annotation(d, "/3D"),
    "link_launch": lambda d: _annotation(d, "/Link", A=_action("/Launch", F=pikepdf.String("x.exe"))),
    "link_script": lambda d: _annotation(d, "/Link", A=_action("/JavaScript", JS=pikepdf.String("1"))),
    "file_note": lambda d: _annotation(d, "/FileAttachment", FS=pikepdf.Dictionary(EF=pikepdf.Dictionary())),
    "xfa": _form,
    "portfolio": lambda d: setattr(d.Root, "Collection", pikepdf.Dictionary()),
}  # fmt: skip


def hostile_files():
    """Name of the case, what the file is called, its bytes. None of them may come out clean."""
    good_jpeg, good_png, good_pdf = jpeg(), png(), pdf()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    html, php = b"<html><script>alert(1)</script></html>", b"<?php system($_GET[0]); ?>"
    yield from ((f"pdf_{name}", "a.pdf", changed_pdf(change)) for name, change in EVIL_PDFS.items())
    yield from (
        (
            f"pdf_{name}_packed",
            "a.pdf",
            changed_pdf(EVIL_PDFS[name], object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True),
        )
        for name in ("open_script", "names_script", "attachment", "link_launch", "next_script")
    )
    locked = pikepdf.Encryption(owner="o", user="u")
    yield "pdf_password", "a.pdf", changed_pdf(lambda d: None, encryption=locked)
    yield "pdf_owner_password", "a.pdf", changed_pdf(lambda d: None, encryption=pikepdf.Encryption(owner="o", user=""))
    yield "pdf_too_many_pages", "a.pdf", pdf(21)
    yield "pdf_bomb", "a.pdf", changed_pdf(_bomb)
    for name, tail in (("zip", archive()), ("html", html), ("php", php), ("svg", svg), ("exe", b"MZ" + b"x" * 90)):
        yield f"pdf_then_{name}", "a.pdf", good_pdf + tail
        yield f"png_then_{name}", "a.png", good_png + tail
        yield f"jpeg_then_{name}", "a.jpg", good_jpeg + tail
    yield "jpeg_then_pdf", "a.jpg", good_jpeg + good_pdf
    yield "png_then_pdf", "a.png", good_png + good_pdf
    yield "jpeg_comment_php", "a.jpg", jpeg(comment=php)
    yield "jpeg_comment_svg", "a.jpg", jpeg(comment=svg)
    yield "jpeg_comment_pdf", "a.jpg", jpeg(comment=good_pdf[:200])
    yield "png_text_script", "a.png", good_png[:33] + chunk(b"tEXt", b"c\0<script>1</script>") + good_png[33:]
    yield "png_text_virus", "a.png", good_png[:33] + chunk(b"tEXt", b"c\0" + EICAR) + good_png[33:]
    yield "jpeg_comment_virus", "a.jpg", jpeg(comment=EICAR)
    yield "virus_as_pdf", "a.pdf", b"%PDF-1.4\n" + EICAR
    yield "virus_as_jpeg", "a.jpg", EICAR
    for ending in ("pdf", "jpg", "png"):
        yield f"svg_as_{ending}", f"a.{ending}", svg
        yield f"html_as_{ending}", f"a.{ending}", html
        yield f"zip_as_{ending}", f"a.{ending}", archive("a.txt", b"\0" * 1_000_000)
        yield f"exe_as_{ending}", f"a.{ending}", b"MZ\x90\0" + b"\0" * 300
        yield f"nothing_as_{ending}", f"a.{ending}", b""
        yield f"noise_as_{ending}", f"a.{ending}", random.Random(3).randbytes(4000)
    yield "png_as_jpeg", "a.jpg", good_png
    yield "jpeg_as_pdf", "a.pdf", good_jpeg
    yield "pdf_as_png", "a.png", good_pdf
    yield "svg", "a.svg", svg
    yield "gif", "a.gif", b"GIF89a" + b"\0" * 100
    yield "webp_as_jpeg", "a.jpg", b"RIFF\x00\x00\x00\x00WEBP" + b"\0" * 100
    yield "heic", "a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 100
    for name in ("licence.pdf.exe", "licence.exe.pdf", "licence.php.jpg", "licence.pdf.png", "licence.svg.png", "licence",
                 "licence.html.pdf", "gnp.\u202egpj.png", "../licence.png", "a\0.png", "a\n.png", ".png.js"):  # fmt: skip
        yield (
            f"named_{name!r}",
            name,
            good_png if name.endswith("png") else good_pdf if name.endswith("pdf") else good_jpeg,
        )
    yield "named_twice", "licence.jpg.png", good_png
    yield "pdf_then_archive_with_a_comment", "a.pdf", good_pdf + archive("b.txt", b"y" * 500)
    yield "png_30k", "a.png", png_of(30_000, 30_000, b"\0" * (3_751 * 3_000))
    yield "png_pixels", "a.png", png_of(8_000, 5_001, b"\0" * 1_000)
    yield "png_line", "a.png", png_of(2_000_000_000, 1, b"\0")
    yield "png_no_rows", "a.png", png_of(500, 500)
    yield "png_cut", "a.png", good_png[: len(good_png) // 2]
    yield "jpeg_cut", "a.jpg", good_jpeg[: len(good_jpeg) // 2]
    yield "pdf_cut", "a.pdf", good_pdf[:60]
    yield "pdf_only_head", "a.pdf", b"%PDF-1.7\n%%EOF"
    yield "too_large", "a.jpg", good_jpeg[:3] + b"\0" * (10 * 1024 * 1024)
