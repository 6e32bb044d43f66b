package handlers_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/handlers"
)

func TestTheReportIsOfferedInEveryFormatByPageAndAPI(t *testing.T) {
	t.Parallel()
	pdf := func(o *handlers.Options) {
		o.PDF = func(_ context.Context, docx []byte) ([]byte, bool, error) {
			return append([]byte("%PDF of "), docx[:2]...), true, nil
		}
	}
	o := newOffice(t, withoutLogin, pdf).township()
	o.stories()
	v := o.visitor()
	begins := map[string]string{
		"docx": "PK", "xlsx": "PK", "html": "<!DOCTYPE html>", "pdf": "%PDF of PK", "csv": "\uFEFF", "txt": "柳河镇", "json": "{\n",
	}
	page := v.get("/agencies/T1/reports/2026").body
	for _, f := range annual.Formats() {
		path := "/agencies/T1/reports/2026/files/" + f.Key
		require.Contains(t, page, `href="`+path+`"`)
		got := v.get(path)
		require.Equal(t, http.StatusOK, got.status, got.body)
		require.Equal(t, f.MediaType, got.header.Get("Content-Type"))
		api := v.get("/api/v1/reports/T1/2026?format=" + f.Key)
		require.Equal(t, http.StatusOK, api.status)
		require.Equal(t, f.MediaType, api.header.Get("Content-Type"))
		if f.Key != "txt" {
			require.True(t, strings.HasPrefix(api.body, begins[f.Key]), "%s: %.40q", f.Key, api.body)
		}
		require.Equal(t, got.body, api.body, "the page and the API give one file")
		if f.Key != "json" {
			require.Regexp(t, `^attachment; filename="report\.`+f.Key+`"; filename\*=UTF-8''%E[0-9A-F%]+2026%E`, got.header.Get("Content-Disposition"))
		}
	}
	require.Equal(t, http.StatusBadRequest, v.get("/api/v1/reports/T1/2026?format=odt").status)
	require.Equal(t, http.StatusNotFound, v.get("/api/v1/reports/T9/2026?format=docx").status)
}

func TestWhereNoPDFCanBeMadeTheAnswerNamesTheWordFile(t *testing.T) {
	t.Parallel()
	v := newOffice(t, withoutLogin).township().visitor()
	got := v.get("/api/v1/reports/T1/2026?format=pdf")
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "docx")
	require.Contains(t, got.body, `"code":"no_pdf"`)
}
