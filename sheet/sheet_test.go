package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func written(t *testing.T, format, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, format, lang))
	return b.Bytes()
}

func TestEveryFormatTellsEachArticleValueReadingAndCase(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		document := unzipped(t, written(t, Docx, lang))["word/document.xml"]
		for name, got := range map[string]string{Text: string(written(t, Text, lang)), Markdown: string(written(t, Markdown, lang)), Docx: document} {
			told := strings.NewReplacer("\\|", "|", "&lt;", "<", "&#34;", "\"", "&#39;", "'").Replace(got)
			for _, ch := range law.Sheet(lang) {
				require.Contains(t, told, pick(lang, ch.Article.Chinese, ch.Article.English), name)
				for _, v := range ch.Values {
					require.Contains(t, told, v, name)
				}
				for _, k := range ch.Cases {
					require.Contains(t, told, k.ID, name)
					require.Contains(t, told, k.Expected, name)
				}
			}
			for _, r := range law.Readings() {
				require.Contains(t, told, pick(lang, r.Chinese, r.English), name)
			}
			require.NotContains(t, told, "<nil>")
		}
	}
}

func TestEveryQuestionAndActHasItsWords(t *testing.T) {
	t.Parallel()
	for _, op := range law.Ops() {
		require.NotEmpty(t, asked(op, "zh"), op)
		require.NotEmpty(t, asked(op, "en"), op)
	}
	for _, a := range law.Articles() {
		require.NotEmpty(t, actName(a.Act, "en"), a.Act)
	}
	for _, b := range content("zh") {
		require.True(t, b.style == cells || styleNames[b.style] != "")
	}
}

func TestTheDocumentIsWellFormedAndTheSameEachTime(t *testing.T) {
	t.Parallel()
	require.Equal(t, written(t, Docx, "zh"), written(t, Docx, "zh"))
	files := unzipped(t, written(t, Docx, "zh"))
	require.Len(t, files, 5)
	for name, file := range files {
		dec := xml.NewDecoder(strings.NewReader(file))
		for {
			_, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, name)
		}
	}
	for _, id := range styleNames {
		require.Contains(t, files["word/styles.xml"], `w:styleId="`+id+`"`)
	}
	require.Equal(t, "a&lt;b&amp;c", escaped("a<b&c"))
}

func TestAnUnknownFormatAndAFullDiskAreTold(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, Write(io.Discard, "pdf", "zh"), ErrFormat)
	for _, format := range []string{Text, Markdown, Docx} {
		require.ErrorIs(t, Write(full{}, format, "zh"), io.ErrShortWrite)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func unzipped(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = string(text)
	}
	return out
}
