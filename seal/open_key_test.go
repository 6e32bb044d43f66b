package seal

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestACreatedKeyOpensAndIsTheOwnersAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	made, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	got, err := OpenKey(path)
	require.NoError(t, err)
	require.Equal(t, made, got)
	if runtime.GOOS != "windows" {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode())
	}
	require.Equal(t, []string{"seal.key"}, names(t, filepath.Dir(path)), "nothing is left beside it")
}

func TestCreatingNeverWritesOverAKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	first, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	_, err = CreateKey(path, rand.Reader)
	require.ErrorIs(t, err, fs.ErrExist)
	got, err := OpenKey(path)
	require.NoError(t, err)
	require.Equal(t, first, got)
	require.Equal(t, []string{"seal.key"}, names(t, filepath.Dir(path)))
}

func TestOfManyFirstStartsAtOnceOneMakesTheKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	errs := make([]error, 16)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = CreateKey(path, rand.Reader) })
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		require.ErrorIs(t, err, fs.ErrExist)
	}
	require.Equal(t, 1, made)
	_, err := OpenKey(path)
	require.NoError(t, err)
}

func TestARotationAddsAKeyAndKeepsTheOld(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	first, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	rotated, err := Rotate(path, rand.Reader)
	require.NoError(t, err)
	require.Equal(t, first.IDs(), rotated.IDs()[:1])
	require.Len(t, rotated.IDs(), 2)
	got, err := OpenKey(path)
	require.NoError(t, err, "the mode stays 0600")
	require.Equal(t, rotated, got)
	require.Equal(t, []string{"seal.key"}, names(t, filepath.Dir(path)))
}

func TestRotationsAtOnceLoseNoKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	_, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	var mu sync.Mutex
	var promised []string
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			k, err := Rotate(path, rand.Reader)
			if errors.Is(err, fs.ErrExist) {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				promised = append(promised, k.IDs()[len(k.IDs())-1])
			} else {
				promised = append(promised, err.Error())
			}
		})
	}
	wg.Wait()
	got, err := OpenKey(path)
	require.NoError(t, err)
	require.NotEmpty(t, promised)
	require.ElementsMatch(t, promised, got.IDs()[1:])
}

func TestARotationThatFailsLeavesTheKeyAsItWas(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	first, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	_, err = Rotate(path, strings.NewReader("too short"))
	require.ErrorContains(t, err, "draw a key")
	got, err := OpenKey(path)
	require.NoError(t, err)
	require.Equal(t, first, got)
	_, err = Rotate(path, rand.Reader)
	require.NoError(t, err, "the next one is not in its way")
}

func TestABrokenOffRotationIsNamed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.key")
	_, err := CreateKey(path, rand.Reader)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path+".rotating", nil, 0o600))
	_, err = Rotate(path, rand.Reader)
	require.ErrorIs(t, err, fs.ErrExist)
	require.ErrorContains(t, err, path+".rotating")
}

func TestAKeyFileOpenToOthersIsRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // its rights do not show in the mode
	}
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o601, 0o644, 0o666} {
		path := filepath.Join(t.TempDir(), "seal.key")
		_, err := CreateKey(path, rand.Reader)
		require.NoError(t, err)
		require.NoError(t, os.Chmod(path, mode))
		_, err = OpenKey(path)
		require.ErrorIs(t, err, ErrExposed)
		require.ErrorContains(t, err, "chmod 600")
	}
}

func TestWhatIsNoKeyFileIsNotOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := OpenKey(filepath.Join(dir, "none"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = OpenKey(dir)
	require.ErrorIs(t, err, ErrNotKeyFile)
	long := filepath.Join(dir, "long")
	require.NoError(t, os.WriteFile(long, make([]byte, keyFileMax+1), 0o600))
	_, err = OpenKey(long)
	require.ErrorIs(t, err, ErrNotKeyFile)
	_, err = Rotate(long, rand.Reader)
	require.ErrorIs(t, err, ErrNotKeyFile)
	_, err = CreateKey(filepath.Join(dir, "no", "such", "folder"), rand.Reader)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
