package handlers

import (
	"embed"
	"net/http"
	"slices"
)

//go:embed static
var static embed.FS

// assetNames are the files browsers are given; the licences beside them are for whoever reads the source.
var assetNames = []string{"vendor/pico-2.1.1.min.css", "vendor/htmx-4.0.1.min.js", "desk.css", "desk.js", "icon.svg"}

// asset answers one embedded file. Its address carries a mark of its content, so it may be kept for good.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if !slices.Contains(assetNames, name) {
		s.fail(w, r, problem(http.StatusNotFound, "no_page"))
		return
	}
	traceOf(r.Context()).quiet = true
	if r.URL.Query().Get("v") == assetMarks[name] {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeFileFS(w, r, static, "static/"+name)
}
