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

func TestTheWordsOfTheReportAreWrittenQuotedAndLookedOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ok("import", "--agency", "T1", filepath.Join("..", "..", "annual", "testdata", "published", "suqian-city-2024.json"))
	file := filepath.Join(t.TempDir(), "words.txt")
	of := func(args ...string) []string {
		return append(append([]string{"report"}, args...), "--agency", "T1", "--year", "2024")
	}
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }

	require.Contains(t, o.ok(of("chapter", "1", "--start", "--raw")...), "{{new.total}}")
	require.Contains(t, o.ok(of("quotes")...), "{{new.total}}\t3525\t")
	write("（二）依申请公开。收到申请{{new.total}}件，不予公开29件，联系人13812345678。")
	require.Contains(t, o.ok(of("chapter", "1", file)...), "记录号 2")
	require.Equal(t, "（二）依申请公开。收到申请3525件，不予公开29件，联系人13812345678。\n", o.ok(of("chapter", "1")...))
	found := o.ok(of("check-text")...)
	require.Contains(t, found, "不予公开29件")
	require.Contains(t, found, "138*****678")
	require.Contains(t, found, "五、存在的主要问题及改进情况\t这一部分还没有写")
	require.Contains(t, o.ok(of("check-text", "--lang", "en")...), "differs from the tables")
	write("别的文字")
	require.Contains(t, o.fails(exitRefused, of("chapter", "1", file, "--seen", "7")...), "chapter_conflict")
	write("{{tabel.total}}")
	require.Contains(t, o.fails(exitRefused, of("chapter", "1", file)...), "unknown_placeholder")
	require.Contains(t, o.fails(exitRefused, of("chapter", "3", file)...), "unknown_chapter")

	write("# 清单\n联系人,,公开的文字不写联系人\n")
	o.ok("report", "wording", file)
	require.Equal(t, "联系人\t\t公开的文字不写联系人\n", o.ok("report", "wording"))
	require.Contains(t, o.ok(of("check-text")...), "公开的文字不写联系人")
	html := o.ok("report", "--agency", "T1", "--year", "2024", "--format", "html")
	require.Contains(t, html, `<span class="sub">（二）依申请公开。</span>收到申请3525件`)
	o.ok("verify")
}
