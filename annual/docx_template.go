package annual

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// official is the template with the layout of the form, part by part, so that a change of it can be read in the history
// of the code: A4, margins and faces of GB/T 9704—2012 (top 37 mm, left 28 mm, text 156 × 225 mm, lines of 28.9 pt).
//
//go:embed all:template
var official embed.FS

// Template is a Word file with places to fill: {{title}}, {{note}}, {{lead}}, {{agency}}, {{year}}, {{chapter.1.title}} and
// {{chapter.1}} to 6, {{table2}}, {{table3}}, {{table4}}. A place of words or of a table is a paragraph of its own; its
// style is that of each paragraph that takes its place. The styles TableText, TableLabel and TableNumber of the template
// set the cells of tables.
type Template struct {
	parts []part
}

type part struct {
	name    string
	content []byte
}

// ErrTemplate means that a file is no template a report can be written on.
var ErrTemplate = errors.New("not a template of the annual report")

// Limits of a template: a small file must not unfold into a large one.
const (
	largestTemplate = 32 << 20
	mostParts       = 2000
)

const (
	contentTypes = "[Content_Types].xml"
	mainPart     = "word/document.xml"
)

// OfficialTemplate is the template of the program.
func OfficialTemplate() (Template, error) {
	var t Template
	err := fs.WalkDir(official, "template", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := official.ReadFile(name)
		t.parts = append(t.parts, part{strings.TrimPrefix(name, "template/"), content})
		return err
	})
	if err != nil {
		return Template{}, fmt.Errorf("read the template: %w", err)
	}
	t.sort()
	return t, nil
}

// sort puts the list of parts first, as readers of packages want it.
func (t *Template) sort() {
	slices.SortStableFunc(t.parts, func(a, b part) int {
		switch {
		case a.name == contentTypes:
			return -1
		case b.name == contentTypes:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
}

// ReadTemplate reads an office's own template, a .docx made from the program's. Errors wrap ErrTemplate: no Word file,
// too large, with macros, without any place, or with a place the program does not know.
func ReadTemplate(file []byte) (Template, error) {
	refused := func(why string, args ...any) (Template, error) {
		return Template{}, fmt.Errorf("read template: %w: %s", ErrTemplate, fmt.Sprintf(why, args...))
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return refused("no .docx file")
	}
	if len(z.File) > mostParts {
		return refused("more than %d parts", mostParts)
	}
	var t Template
	left := int64(largestTemplate)
	for _, f := range z.File {
		name := f.Name
		switch {
		case strings.HasSuffix(name, "/"):
			continue
		case name != path.Clean(name), path.IsAbs(name), strings.HasPrefix(name, ".."), strings.Contains(name, `\`), t.has(name):
			return refused("a part named %q", shorten(name))
		case strings.Contains(strings.ToLower(name), "vba"):
			return refused("it holds macros")
		}
		content, err := unpack(f, left)
		if err != nil {
			return refused("part %s: %v", shorten(name), err)
		}
		left -= int64(len(content))
		t.parts = append(t.parts, part{name, content})
	}
	if !t.has(mainPart) || !t.has(contentTypes) {
		return refused("no Word document")
	}
	t.sort()
	places := 0
	for _, p := range t.parts {
		if !p.fillable() {
			continue
		}
		paragraphs, err := paragraphsOf(p.content)
		if err != nil {
			return refused("part %s: %v", p.name, err)
		}
		for _, para := range paragraphs {
			for _, place := range placesIn(para.text()) {
				if !knownPlace(place) {
					return refused("unknown place {{%s}}; known are %s", shorten(place), strings.Join(knownPlaces(), ", "))
				}
				places++
			}
		}
	}
	if places == 0 {
		return refused("it has no place such as {{title}}")
	}
	return t, nil
}

func unpack(f *zip.File, most int64) (content []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer func() { _ = r.Close() }() // it was only read
	content, err = io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if int64(len(content)) > most {
		return nil, fmt.Errorf("unpacks to more than %d bytes", largestTemplate)
	}
	return content, nil
}

func (t Template) has(name string) bool {
	return slices.ContainsFunc(t.parts, func(p part) bool { return p.name == name })
}

// fillable parts hold words: the text, headers and footers, and the properties.
func (p part) fillable() bool {
	dir, name := path.Split(p.name)
	return p.name == mainPart || p.name == coreProperties ||
		dir == "word/" && (strings.HasPrefix(name, "header") || strings.HasPrefix(name, "footer"))
}

const coreProperties = "docProps/core.xml"

// Write writes the template itself as a .docx, for an office to edit in Word or WPS.
func (t Template) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, p := range t.parts {
		// No time of change: the same parts give the same file.
		out, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
		if _, err := out.Write(p.content); err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write the package: %w", err)
	}
	return nil
}
