package torture_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/seal"
	"gongkai/workflow"
)

// sealer makes a key of the lane's own, or takes the one that the program has made.
func (l lane) sealer(t *testing.T) *seal.Sealer {
	t.Helper()
	path := filepath.Join(l.data, "seal.key")
	key, err := seal.OpenKey(path)
	if err != nil {
		key, err = seal.CreateKey(path, rand.Reader)
	}
	require.NoError(t, err)
	sealer, err := seal.NewSealer(key)
	require.NoError(t, err)
	return sealer
}

// store opens the lane's log as a server does, through another address when one is given.
func (l lane) store(t *testing.T, through string, change ...func(*db.Options)) *db.Store {
	t.Helper()
	o := db.Options{URL: l.url, Sealer: l.sealer(t), Now: now, Random: rand.Reader, Notices: law.EmbeddedNotices()}
	if l.url == "" {
		o.URL = "sqlite:" + filepath.Join(l.data, "gongkai.db")
	}
	if through != "" {
		o.URL = through
	}
	for _, c := range change {
		c(&o)
	}
	s, err := db.Open(context.Background(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func common(do, number string, on law.Date, key string) workflow.Common {
	return workflow.Common{Do: do, Agency: "T1", Application: number, On: on, Key: key}
}

func register(number string, on law.Date, key string) *workflow.Register {
	return &workflow.Register{
		Common: common("register", number, on, key), Channel: "online",
		Applicant: workflow.Applicant{Category: "natural_person", Name: "王小明"}, Content: "道路维修预算",
	}
}

func extend(number string, on law.Date, key string) *workflow.Extend {
	return &workflow.Extend{Common: common("extend", number, on, key), Days: 5, Reason: "数量较大", ApprovedBy: "镇长"}
}

func request(cmd workflow.Command) workflow.Request {
	today := law.DateOf(now())
	return workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: today}
}
