//go:build !windows

package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

func exposed(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }

// syncFolder makes the new name itself durable; without it a power cut may
// leave data sealed by a key that no file holds.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	return nil
}
