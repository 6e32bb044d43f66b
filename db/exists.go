package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/lib/pq"
)

// Exists tells whether there is a log at an address, without changing anything there.
func Exists(ctx context.Context, url string) (bool, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		_, err := os.Stat(path)
		if errors.Is(err, os.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("look for the log: %w", err)
		}
		return true, nil
	}
	config, err := pq.NewConfig(url)
	if err != nil {
		return false, fmt.Errorf("look for the log: %w", errBadURL)
	}
	db, err := openPostgres(config, lookFor, 1)
	if err != nil {
		return false, fmt.Errorf("look for the log: %w", err)
	}
	defer func() { _ = db.Close() }() // it only read
	var there bool
	if err := db.GetContext(ctx, &there, "select to_regclass('log_head') is not null"); err != nil {
		return false, fmt.Errorf("look for the log: %w", err)
	}
	return there, nil
}

const lookFor = 20 * time.Second
