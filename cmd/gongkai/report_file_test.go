package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheReportIsWrittenInEveryFormat(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	dir := t.TempDir()
	o.ok("agency", "add", "SQ", "--name", "宿迁市人民政府")
	o.ok("import", "--agency", "SQ", filepath.Join("..", "..", "annual", "testdata", "published", "suqian-city-2024.json"))
	for format, begins := range map[string]string{
		"docx": "PK", "xlsx": "PK", "html": "<!DOCTYPE html>", "csv": "\uFEFF宿迁市人民政府2024年", "txt": "宿迁市人民政府2024年", "json": "{\n",
	} {
		file := filepath.Join(dir, "report."+format)
		o.ok("report", "--agency", "SQ", "--year", "2024", "--format", format, "-o", file)
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, begins, string(content[:len(begins)]), format)
	}
	template := filepath.Join(dir, "template.docx")
	o.ok("report", "template", "-o", template)
	o.ok("report", "--agency", "SQ", "--year", "2024", "--format", "docx", "--template", template, "-o", filepath.Join(dir, "own.docx"))
	own, err := os.ReadFile(filepath.Join(dir, "own.docx"))
	require.NoError(t, err)
	same, err := os.ReadFile(filepath.Join(dir, "report.docx"))
	require.NoError(t, err)
	require.Equal(t, same, own, "the program's template written out and handed back gives the same file")
	o.fails(exitUsage, "report", "--agency", "SQ", "--year", "2024", "--format", "docx", "--template", filepath.Join(dir, "report.csv"))
}

func TestAPDFIsMadeWhereLibreOfficeIsAndElseTheWordFileIsNamed(t *testing.T) {
	o := newOffice(t)
	file := filepath.Join(t.TempDir(), "report.pdf")
	report := []string{"report", "--agency", "T1", "--year", "2025", "--format", "pdf", "-o", file}
	if _, err := exec.LookPath("soffice"); err == nil {
		o.ok(report...)
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, "%PDF-", string(content[:5]))
	}
	t.Setenv("PATH", t.TempDir())
	require.Contains(t, o.fails(exitRefused, report...), "docx")
}
