package annual

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnOfficeMayUseItsOwnTemplate(t *testing.T) {
	t.Parallel()
	official, err := OfficialTemplate()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, official.Write(&b))
	own, err := ReadTemplate(b.Bytes())
	require.NoError(t, err)
	require.Equal(t, official, own)

	d := documentOf(readFixture(t, "fancun-2022"))
	own = templateWith(t, `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>关于{{ag</w:t></w:r><w:proofErr/><w:r><w:t>ency}}</w:t></w:r><w:r><w:t> {{ year }} 年</w:t></w:r></w:p>`+
		`<w:p><w:r><w:t>（{{year}}）</w:t></w:r></w:p><w:p><w:r><w:t>{{table4}}</w:t></w:r></w:p><w:p/>`)
	b.Reset()
	require.NoError(t, d.WriteOn(&b, own))
	file := unpackDOCX(t, b.Bytes())
	require.Equal(t, []string{"关于樊村镇人民政府 2022 年", "（2022）", "", ""}, file.paragraphs, "a place parted over runs is filled too")
	require.Len(t, file.tables, 1)
}

func templateWith(t *testing.T, body string) Template {
	t.Helper()
	own, err := ReadTemplate(packageOf(t, map[string]string{
		contentTypes: "<Types/>", mainPart: `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`,
	}))
	require.NoError(t, err)
	return own
}

func packageOf(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestTemplatesThatCannotBeFilledAreRefused(t *testing.T) {
	t.Parallel()
	document := func(body string) string {
		return `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`
	}
	good := document(`<w:p><w:r><w:t>{{title}}</w:t></w:r></w:p>`)
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"unknown place": {map[string]string{contentTypes: "", mainPart: document(`<w:p><w:r><w:t>{{tabel2}}</w:t></w:r></w:p>`)}, "tabel2"},
		"no place":      {map[string]string{contentTypes: "", mainPart: document("")}, "no place"},
		"no document":   {map[string]string{contentTypes: ""}, "no Word document"},
		"macros":        {map[string]string{contentTypes: "", mainPart: good, "word/vbaProject.bin": ""}, "macros"},
		"a way out":     {map[string]string{contentTypes: "", mainPart: good, "../x": ""}, "named"},
		"broken":        {map[string]string{contentTypes: "", mainPart: "<w:document><w:p>"}, "does not end"},
	} {
		_, err := ReadTemplate(packageOf(t, c.parts))
		require.ErrorIs(t, err, ErrTemplate, name)
		require.ErrorContains(t, err, c.want)
	}
	_, err := ReadTemplate([]byte("no zip"))
	require.ErrorIs(t, err, ErrTemplate)
	_, err = ReadTemplate(packageOf(t, map[string]string{contentTypes: "", mainPart: good, "big": strings.Repeat("0", largestTemplate)}))
	require.ErrorContains(t, err, "unpacks to more than")
}

func FuzzTemplate(f *testing.F) {
	for _, body := range []string{
		`<w:p><w:pPr/><w:r><w:rPr/><w:t>{{title}}</w:t></w:r></w:p>`, `<w:p><w:r><w:t>{{le</w:t></w:r><w:r><w:t>ad}}</w:t></w:r></w:p>`,
		`<w:p><w:r><w:txbx><w:p><w:r><w:t>{{table3}}</w:t></w:r></w:p></w:txbx><w:t>{{year}} {{</w:t></w:r></w:p>`,
	} {
		f.Add(`<w:document xmlns:w="w">` + body + `</w:document>`)
	}
	d := NewDocument(Report{Year: 2025, Table3: NewGrid("2021")}, "某镇", Prose{1: "x"})
	f.Fuzz(func(t *testing.T, document string) {
		own, err := ReadTemplate(packageOf(t, map[string]string{contentTypes: "<Types/>", mainPart: document}))
		if err != nil {
			require.ErrorIs(t, err, ErrTemplate)
			return
		}
		var b bytes.Buffer
		if err := d.WriteOn(&b, own); err != nil {
			require.ErrorIs(t, err, ErrTemplate)
			return
		}
		filled, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		require.NoError(t, err)
		part, err := filled.Open(mainPart)
		require.NoError(t, err)
		content := new(bytes.Buffer)
		_, err = content.ReadFrom(part)
		require.NoError(t, err)
		_, err = paragraphsOf(content.Bytes())
		require.NoError(t, err, "what was well-formed stays so")
	})
}
