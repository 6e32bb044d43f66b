package handlers

import (
	"fmt"
	"net/http"
	"strings"
)

// Languages of everything people read. Chinese is the default.
const (
	chinese = "zh"
	english = "en"
)

const languageCookie = "lang"

// pageLanguage is what the person chose; a browser's own list is not asked, since offices run browsers as they came.
func pageLanguage(r *http.Request) string {
	if c, err := r.Cookie(languageCookie); err == nil && c.Value == english {
		return english
	}
	return chinese
}

// apiLanguage is English where the sender prefers it.
func apiLanguage(r *http.Request) string { return acceptLanguage(r.Header.Get("Accept-Language")) }

func acceptLanguage(header string) string {
	first, _, _ := strings.Cut(header, ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), english) {
		return english
	}
	return chinese
}

// phrase is one entry of the catalog, in both languages.
type phrase struct{ zh, en string }

// say gives words of the catalog, with their places filled. A key that is missing shows as itself; a test sees to it
// that none is.
func say(lang, key string, args ...any) string {
	for _, part := range catalog {
		if words, ok := part[key]; ok {
			text := words.zh
			if lang == english {
				text = words.en
			}
			if len(args) > 0 {
				return fmt.Sprintf(text, args...)
			}
			return text
		}
	}
	return key
}

func knows(key string) bool {
	for _, part := range catalog {
		if _, ok := part[key]; ok {
			return true
		}
	}
	return false
}

// catalog is all words of pages and problems; those of states, commands, events and refusals stand in workflow, those
// of the official form in law.
var catalog = []map[string]phrase{pageWords, fieldWords, officeWords, textWords, problemWords, lawWords, paceWords}

// chooseLanguage keeps the choice in a cookie and goes back to the page.
func (s *Server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	lang := chinese
	if r.PostFormValue("to") == english {
		lang = english
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: lang, Path: "/", MaxAge: 366 * 24 * 3600, HttpOnly: true,
		Secure: s.options.Secure, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, ownPath(r.PostFormValue("back")), http.StatusSeeOther)
	return nil
}
