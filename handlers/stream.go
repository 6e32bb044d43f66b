package handlers

import "strings"

// applicationOf reads the name of an application's stream.
func applicationOf(stream string) (agency, number string, ok bool) {
	rest, ok := strings.CutPrefix(stream, "application:")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "/")
}
