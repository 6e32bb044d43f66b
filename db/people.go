package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai/workflow"
)

// AddPerson adds somebody who signs in. The name is sealed. Refused: already_exists, unknown_agency,
// unknown_department.
func (s *Store) AddPerson(ctx context.Context, actor string, p workflow.Person) error {
	if err := p.Check(); err != nil {
		return err
	}
	_, err := submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		if err := b.mayAddPerson(ctx, p); err != nil {
			return false, err
		}
		lists, err := jsonLists(p.Departments, p.Roles)
		if err != nil {
			return false, err
		}
		stream := workflow.PersonStream(p.Code)
		added, err := b.appendEvent(ctx, workflow.Event{
			Stream: stream, Type: workflow.PersonAdded, On: s.today(), Actor: actor,
			Data:    &workflow.PersonData{Person: p.Code, Agency: p.Agency, Departments: p.Departments, Roles: p.Roles},
			Private: map[string]string{"name": p.Name},
		})
		b.put(&insertPerson, p.Code, p.Agency, lists[0], lists[1], ownerOf(stream, added.Sequence))
		return true, err
	})
	return err
}

func (b *batch) mayAddPerson(ctx context.Context, p workflow.Person) error {
	o := &office{ctx: ctx, batch: b}
	if p.Agency != "" && !o.HasAgency(p.Agency) {
		return errors.Join(o.err, workflow.NewRefusal("unknown_agency", "", p.Agency))
	}
	for _, d := range p.Departments {
		if !o.HasDepartment(p.Agency, d) {
			return errors.Join(o.err, workflow.NewRefusal("unknown_department", "", d))
		}
	}
	if _, err := b.person(ctx, p.Code); err == nil {
		return workflow.NewRefusal("already_exists", "", p.Code)
	} else if refusal(err) {
		return o.err
	} else {
		return err
	}
}

// SetPassword keeps the hash of a person's password (argon2id, as text), sealed. Refused: unknown_person.
func (s *Store) SetPassword(ctx context.Context, actor, person, hash string) error {
	return s.putSecret(ctx, actor, workflow.PasswordSet, credential{person: person, secret: hash})
}

// People lists who can sign in, by code, with names.
func (s *Store) People(ctx context.Context) ([]workflow.Person, error) {
	var rows []personRow
	if err := s.read.SelectContext(ctx, &rows, selectPerson+" order by code"); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	owners := make([]string, len(rows))
	for i, r := range rows {
		owners[i] = r.Owner
	}
	sealed, err := s.sealedOf(ctx, s.read, owners)
	if err != nil {
		return nil, err
	}
	people := make([]workflow.Person, 0, len(rows))
	for _, r := range rows {
		p, err := s.person(r, sealed)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// Person gives one person with the stored hash of the password, empty while none is set. Refused: unknown_person.
func (s *Store) Person(ctx context.Context, code string) (workflow.Person, error) {
	row, err := onePerson(ctx, s.read, code)
	if err != nil {
		return workflow.Person{}, err
	}
	owners := []string{row.Owner}
	var secret string
	err = s.read.GetContext(ctx, &secret, "select owner from credential where person = $1 and token = ''", code)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return workflow.Person{}, fmt.Errorf("read the password of a person: %w", err)
	}
	if secret != "" {
		owners = append(owners, secret)
	}
	sealed, err := s.sealedOf(ctx, s.read, owners)
	if err != nil {
		return workflow.Person{}, err
	}
	p, err := s.person(row, sealed)
	if err == nil && secret != "" {
		p.Secret, err = s.opened(sealed, secret, "secret")
	}
	return p, err
}

type personRow struct {
	Code        string `db:"code"`
	Agency      string `db:"agency"`
	Departments string `db:"departments"`
	Roles       string `db:"roles"`
	Owner       string `db:"owner"`
}

const selectPerson = "select code, agency, departments, roles, owner from person"

func onePerson(ctx context.Context, q queryer, code string) (personRow, error) {
	var row personRow
	err := q.GetContext(ctx, &row, selectPerson+" where code = $1", code)
	if errors.Is(err, sql.ErrNoRows) {
		return row, workflow.NewRefusal("unknown_person", "", code)
	}
	if err != nil {
		return row, fmt.Errorf("read a person: %w", err)
	}
	return row, nil
}

func (b *batch) person(ctx context.Context, code string) (personRow, error) {
	return onePerson(ctx, b.tx, code)
}

func (s *Store) person(r personRow, sealed []sealedWord) (workflow.Person, error) {
	p := workflow.Person{Code: r.Code, Agency: r.Agency}
	if err := errors.Join(json.Unmarshal([]byte(r.Departments), &p.Departments), json.Unmarshal([]byte(r.Roles), &p.Roles)); err != nil {
		return p, fmt.Errorf("read person %s: %w", r.Code, err)
	}
	var err error
	p.Name, err = s.opened(sealed, r.Owner, "name")
	return p, err
}

// opened gives a sealed field of an owner; empty when nothing is sealed there.
func (s *Store) opened(sealed []sealedWord, owner, field string) (string, error) {
	i := slices.IndexFunc(sealed, func(w sealedWord) bool { return w.Owner == owner && w.Field == field })
	if i < 0 {
		return "", nil
	}
	text, err := s.options.Sealer.Open(owner, field, sealed[i].Ciphertext)
	if err != nil {
		return "", fmt.Errorf("read sealed words: %w", err)
	}
	return text, nil
}

// jsonLists writes lists as the JSON text that is stored; nil becomes [].
func jsonLists(lists ...[]string) ([]string, error) {
	texts := make([]string, len(lists))
	for i, l := range lists {
		raw, err := json.Marshal(append([]string{}, l...))
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", strings.Join(l, ","), err)
		}
		texts[i] = string(raw)
	}
	return texts, nil
}
