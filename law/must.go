package law

// must stands where the program's own data are read at start: a mistake in them
// stops it before it can answer anybody.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
