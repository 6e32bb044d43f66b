package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExposed means that others than the owner may read or write the key file.
var ErrExposed = errors.New("key file is open to others")

// OpenKey reads the key file at path. It answers fs.ErrNotExist when there is
// none, ErrExposed when group or others have any right to it (not checked on
// Windows, whose rights do not show in the mode), ErrNotKeyFile or ErrDamaged
// when the content is not sound.
func OpenKey(path string) (Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("open key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Key{}, fmt.Errorf("open key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Key{}, fmt.Errorf("open key file %s: %w", path, ErrNotKeyFile)
	}
	if exposed(info.Mode()) {
		return Key{}, fmt.Errorf("open key file %s: %w (mode %04o): allow its owner only, chmod 600",
			path, ErrExposed, info.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(f, keyFileMax+1))
	if err != nil {
		return Key{}, fmt.Errorf("read key file %s: %w", path, err)
	}
	if len(text) > keyFileMax {
		return Key{}, fmt.Errorf("read key file %s: %w: too long", path, ErrNotKeyFile)
	}
	k, err := decodeKey(text)
	if err != nil {
		return Key{}, fmt.Errorf("read key file %s: %w", path, err)
	}
	return k, nil
}

// CreateKey draws a key from random and writes a new key file at path with
// mode 0600. The file appears whole or not at all, is on disk when CreateKey
// returns, and is never written over another: when one is there already (two
// first starts at once) the error is fs.ErrExist and the caller opens that one.
func CreateKey(path string, random io.Reader) (Key, error) {
	k, err := Key{}.with(random)
	if err != nil {
		return Key{}, fmt.Errorf("create key file: %w", err)
	}
	// The scratch name must be new each time: were it shared, a second process
	// could write into the file that a first has just linked into place.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return Key{}, fmt.Errorf("create key file: %w", err)
	}
	err = writeKey(f, k)
	if err == nil {
		// A link, unlike a rename, fails when the name is taken.
		err = os.Link(f.Name(), path)
	}
	err = errors.Join(err, os.Remove(f.Name()))
	if err != nil {
		return Key{}, fmt.Errorf("create key file %s: %w", path, err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return Key{}, fmt.Errorf("create key file %s: %w", path, err)
	}
	return k, nil
}

// Rotate adds a new key to the file at path and returns the whole key. From
// then on the new one seals; what older ones sealed still opens. Processes that
// run meanwhile must open the file again before they can read new records.
// Only one rotation at a time: a second gets fs.ErrExist, for it would drop the
// key of the first and everything sealed with it.
func Rotate(path string, random io.Reader) (Key, error) {
	scratch := path + ".rotating"
	f, err := os.OpenFile(scratch, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return Key{}, fmt.Errorf("rotate key: another rotation runs, or one was broken off (then remove %s): %w",
			scratch, fs.ErrExist)
	}
	if err != nil {
		return Key{}, fmt.Errorf("rotate key: %w", err)
	}
	k, err := rotated(path, f, random)
	if err == nil {
		err = os.Rename(scratch, path)
	}
	if err != nil {
		return Key{}, errors.Join(fmt.Errorf("rotate key: %w", err), os.Remove(scratch))
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return Key{}, fmt.Errorf("rotate key: %w", err)
	}
	return k, nil
}

// rotated reads the file only after the scratch file is ours, so that it sees
// the work of a rotation that has just ended. It always closes f.
func rotated(path string, f *os.File, random io.Reader) (Key, error) {
	old, err := OpenKey(path)
	if err != nil {
		return Key{}, errors.Join(err, f.Close())
	}
	k, err := old.with(random)
	if err != nil {
		return Key{}, errors.Join(err, f.Close())
	}
	return k, writeKey(f, k)
}

func writeKey(f *os.File, k Key) error {
	_, err := f.Write(k.encode())
	if err == nil {
		err = f.Chmod(0o600)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
