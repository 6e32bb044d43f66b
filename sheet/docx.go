package sheet

import (
	"archive/zip"
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// template holds the parts of the .docx that never change: types, relations,
// styles. word/document.xml is written here.
//
//go:embed template
var template embed.FS

// parts are the files of the package in the order in which they are written.
var parts = [...][2]string{
	{"[Content_Types].xml", "template/types.xml"}, {"_rels/.rels", "template/rels.xml"},
	{"word/styles.xml", "template/styles.xml"}, {"word/_rels/document.xml.rels", "template/document_rels.xml"},
}

const (
	documentHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	// A4 upright, margins of 2 cm.
	documentTail = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
)

// styleNames are the ids in template/styles.xml.
var styleNames = map[style]string{title: "Title", act: "Heading1", heading: "Heading2", words: "Normal", label: "Heading3", point: "Point"}

// widths of the five columns of a table of cases, in twentieths of a point.
var widths = [...]int{1900, 1900, 3100, 1900, 838}

func docx(w io.Writer, blocks []block) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		b, err := template.ReadFile(p[1])
		if err != nil {
			return fmt.Errorf("read the template: %w", err)
		}
		if err := part(z, p[0], string(b)); err != nil {
			return err
		}
	}
	var b strings.Builder
	b.WriteString(documentHead)
	for _, x := range blocks {
		if x.style == cells {
			table(&b, x.rows)
			continue
		}
		paragraph(&b, styleNames[x.style], x.text)
	}
	b.WriteString(documentTail)
	if err := part(z, "word/document.xml", b.String()); err != nil {
		return err
	}
	return z.Close()
}

// part writes one file without a time, so that the same sheet has the same bytes.
func part(z *zip.Writer, name, text string) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	return err
}

func paragraph(b *strings.Builder, style, text string) {
	fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, style, escaped(text))
}

func table(b *strings.Builder, rows [][]string) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Cases"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString(`</w:tblGrid>`)
	for n, row := range rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		style := "Cell"
		if n == 0 {
			b.WriteString(`<w:tblHeader/>`)
			style = "CellHead"
		}
		b.WriteString(`</w:trPr>`)
		for i, cell := range row {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[i])
			paragraph(b, style, cell)
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	paragraph(b, "Cell", "")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}
