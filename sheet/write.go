package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// The formats.
const (
	Text     = "txt"
	Markdown = "md"
	Docx     = "docx"
)

// ErrFormat says that a format is not one of txt, md, docx.
var ErrFormat = errors.New("the sheet is written as txt, md or docx")

// Write writes the sheet in a format and a language (zh, or en).
func Write(w io.Writer, format, lang string) error {
	var err error
	switch format {
	case Text:
		_, err = io.WriteString(w, text(content(lang)))
	case Markdown:
		_, err = io.WriteString(w, markdown(content(lang)))
	case Docx:
		err = docx(w, content(lang))
	default:
		return fmt.Errorf("%w: %.20q", ErrFormat, format)
	}
	if err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return nil
}

func text(blocks []block) string {
	var b strings.Builder
	for _, x := range blocks {
		switch x.style {
		case title:
			fmt.Fprintf(&b, "%s\n%s\n", x.text, strings.Repeat("=", 60))
		case act:
			fmt.Fprintf(&b, "\n\n%s\n%s\n", x.text, strings.Repeat("=", 60))
		case heading:
			fmt.Fprintf(&b, "\n%s\n%s\n", x.text, strings.Repeat("-", 60))
		case label:
			fmt.Fprintf(&b, "\n  %s\n", x.text)
		case point:
			fmt.Fprintf(&b, "    - %s\n", x.text)
		case cells:
			for _, row := range x.rows[1:] {
				fmt.Fprintf(&b, "    %s  %s  [%s]  → %s  (%s)\n", row[0], row[1], row[2], row[3], row[4])
			}
		default:
			fmt.Fprintf(&b, "%s\n", x.text)
		}
	}
	return b.String()
}

func markdown(blocks []block) string {
	var b strings.Builder
	escape := strings.NewReplacer("|", "\\|", "<", "&lt;").Replace
	for i, x := range blocks {
		switch x.style {
		case title:
			fmt.Fprintf(&b, "# %s\n\n", escape(x.text))
		case act:
			fmt.Fprintf(&b, "## %s\n\n", escape(x.text))
		case heading:
			fmt.Fprintf(&b, "### %s\n\n", escape(x.text))
		case label:
			fmt.Fprintf(&b, "**%s**\n\n", escape(x.text))
		case point:
			fmt.Fprintf(&b, "- %s\n", escape(x.text))
			if i+1 == len(blocks) || blocks[i+1].style != point {
				b.WriteString("\n")
			}
		case cells:
			for n, row := range x.rows {
				for _, cell := range row {
					fmt.Fprintf(&b, "| %s ", escape(cell))
				}
				b.WriteString("|\n")
				if n == 0 {
					b.WriteString(strings.Repeat("| --- ", len(row)) + "|\n")
				}
			}
			b.WriteString("\n")
		default:
			fmt.Fprintf(&b, "%s\n\n", escape(x.text))
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
