package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/annual"
)

// reportFile is a report in one of its formats.
type reportFile struct {
	name    string
	format  annual.Format
	content []byte
}

// disposition has browsers save the file under its name (RFC 6266, RFC 8187); JSON is read, not saved.
func (f reportFile) disposition() string {
	if f.format.Key == "json" {
		return "inline"
	}
	return `attachment; filename="report.` + f.format.Key + `"; filename*=UTF-8''` + url.PathEscape(f.name)
}

// reportFile writes the report of a body and year. Refused: unknown format (400), no PDF on this machine (422).
func (s *Server) reportFile(ctx context.Context, agency, year string, query ReportQuery, key string) (reportFile, error) {
	format, ok := annual.FormatByKey(key)
	if !ok {
		return reportFile{}, badParameter("format", "unknown_value", "docx, xlsx, html, pdf, csv, txt, json")
	}
	report, err := s.reportFor(ctx, agency, year, query)
	if err != nil {
		return reportFile{}, err
	}
	document, err := s.store.Document(ctx, report)
	if err != nil {
		return reportFile{}, fmt.Errorf("gather the report: %w", err)
	}
	file := reportFile{name: document.FileName(key), format: format}
	var b bytes.Buffer
	if key != annual.PDF {
		if err := document.Write(&b, key); err != nil {
			return reportFile{}, fmt.Errorf("write the report: %w", err)
		}
		file.content = b.Bytes()
		return file, nil
	}
	if s.options.PDF == nil {
		return reportFile{}, problem(http.StatusUnprocessableEntity, "no_pdf")
	}
	if err := document.WriteDOCX(&b); err != nil {
		return reportFile{}, fmt.Errorf("write the report: %w", err)
	}
	if file.content, ok, err = s.options.PDF(ctx, b.Bytes()); err != nil {
		return reportFile{}, fmt.Errorf("make a PDF: %w", err)
	}
	if !ok {
		return reportFile{}, problem(http.StatusUnprocessableEntity, "no_pdf")
	}
	return file, nil
}

// reportDownload is reportFile for a browser.
func (s *Server) reportDownload(w http.ResponseWriter, r *http.Request) error {
	file, err := s.reportFile(r.Context(), r.PathValue("agency"), r.PathValue("year"), queryOf(r), r.PathValue("format"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", file.format.MediaType)
	w.Header().Set("Content-Disposition", file.disposition())
	w.Header().Set("Content-Length", strconv.Itoa(len(file.content)))
	_, _ = w.Write(file.content) // a browser that went away is nobody to tell
	return nil
}

// reportContents describes the answer in each format.
func reportContents() *huma.Response {
	out := &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{}}
	for _, f := range annual.Formats() {
		schema := &huma.Schema{Type: "string", Format: "binary"}
		if f.Key == "json" {
			schema = &huma.Schema{Type: "object"}
		}
		out.Content[f.MediaType] = &huma.MediaType{Schema: schema}
	}
	return out
}

// Formats lists the files a report can be saved as.
func (v reportView) Formats() []annual.Format { return annual.Formats() }

func filePath(agency string, year int, format string) string {
	return reportPath(agency, year) + "/files/" + format
}
