package annual

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Format is a kind of file a report is written in.
type Format struct {
	Key       string // also the end of the file's name
	MediaType string
}

// PDF is the one format that is not written here: LibreOffice makes it of the docx.
const PDF = "pdf"

// ErrFormat means that there is no such format.
var ErrFormat = errors.New("no such format")

// Formats gives every format, the one offices seal first.
func Formats() []Format {
	return []Format{
		{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"html", "text/html; charset=utf-8"},
		{PDF, "application/pdf"},
		{"csv", "text/csv; charset=utf-8"},
		{"txt", "text/plain; charset=utf-8"},
		{"json", "application/json"},
	}
}

// FormatByKey finds a format; false when there is none of that name.
func FormatByKey(key string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Key == key })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// Write writes the document in a format other than PDF; errors wrap ErrFormat where there is none.
func (d Document) Write(w io.Writer, format string) error {
	switch format {
	case "docx":
		return d.WriteDOCX(w)
	case "xlsx":
		return d.WriteXLSX(w)
	case "html":
		return d.WriteHTML(w)
	case "csv":
		return d.WriteCSV(w)
	case "txt":
		return d.WriteTxt(w)
	case "json":
		return WriteJSON(w, d.Report)
	}
	return fmt.Errorf("write report %s %d: %w: %s", d.Agency, d.Year, ErrFormat, shorten(format))
}

// FileName is the name a browser saves the file under.
func (d Document) FileName(format string) string {
	return d.Agency + strconv.Itoa(d.Year) + "年度报告." + format
}
