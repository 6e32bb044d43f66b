package db

// What the committer writes, in the order of the tables of the migrations.
var (
	insertEvent = inserting("event", "", "position bigint", "id text", "stream text", "seq bigint", "type text",
		"on_date text", "recorded_at text", "actor text", "law text", "department text", "data text", "digest text")
	insertIdempotency = inserting("idempotency", "", "key text", "fingerprint text", "answer text")
	insertSealed      = inserting("sealed", "", "owner text", "field text", "ciphertext bytea", "salt bytea")

	insertApplication = inserting("application", "", "id bigint", "agency text", "number text", "seq bigint",
		"state text", "result text", "channel text", "category text", "law text", "registered_on text",
		"received_on text", "due_on text", "due_kind text", "closed_on text", "changed_on text", "changed_at text",
		"new_year bigint", "closed_year bigint", "is_open bigint", "overdue bigint", "from_ledger bigint",
		"counts_as text", "counts_under text", "parted bigint",
		"facts text", "doubts text", "name_seq bigint", "content_seq bigint", "came_seq bigint", "came_event text",
		"closed_seq bigint", "closed_event text", "applicant_token text", "name_token text")
	updateApplication = updating("application", 1, "id bigint", "seq bigint",
		"state text", "result text", "channel text", "category text", "law text", "registered_on text",
		"received_on text", "due_on text", "due_kind text", "closed_on text", "changed_on text", "changed_at text",
		"new_year bigint", "closed_year bigint", "is_open bigint", "overdue bigint", "from_ledger bigint",
		"counts_as text", "counts_under text", "parted bigint",
		"facts text", "doubts text", "name_seq bigint", "content_seq bigint", "came_seq bigint", "came_event text",
		"closed_seq bigint", "closed_event text")
	updateTokens = updating("application", 1, "id bigint", "applicant_token text", "name_token text")
	deleteSearch = deleting("search", "rowid bigint")
	insertSearch = inserting("search", "", "rowid bigint", "tokens tsvector")

	deleteDeadline = deleting("deadline", "agency text", "number text", "kind text", "party text")
	putDeadline    = inserting("deadline",
		"on conflict (agency, number, kind, party) do update set due_on = excluded.due_on, acts_on = excluded.acts_on",
		"agency text", "number text", "kind text", "party text", "due_on text", "acts_on text")
	putTask = inserting("task", "on conflict (agency, number, department) do update set status = excluded.status, "+
		"assigned_on = excluded.assigned_on, days = excluded.days, due_on = excluded.due_on, "+
		"finding = excluded.finding, is_open = excluded.is_open",
		"agency text", "number text", "department text", "status text", "assigned_on text", "days bigint",
		"due_on text", "finding text", "is_open bigint")
	addCell = inserting("cell", "on conflict (year, agency, line, applicant) do update set n = cell.n + excluded.n",
		"year bigint", "agency text", "line text", "applicant text", "n bigint")
	addOpenCell = inserting("open_cell", "on conflict (agency, year, applicant) do update set n = open_cell.n + excluded.n",
		"agency text", "year bigint", "applicant text", "n bigint")
	putSeries = inserting("series", "on conflict (agency, year) do update set last = excluded.last",
		"agency text", "year bigint", "last bigint")

	insertAgency     = inserting("agency", "", "code text", "name text", "parent text", "vertical bigint")
	insertDepartment = inserting("department", "", "agency text", "code text", "name text")
	putChoice        = inserting("choice", "on conflict (agency, reading, from_on) do update set value = excluded.value, "+
		"chosen_on = excluded.chosen_on, actor = excluded.actor, position = excluded.position",
		"agency text", "reading text", "from_on text", "value text", "chosen_on text", "actor text", "position bigint")
	insertPerson  = inserting("person", "", "code text", "agency text", "departments text", "roles text", "owner text")
	putCredential = inserting("credential",
		"on conflict (person, token) do update set lookup = excluded.lookup, expires = excluded.expires, owner = excluded.owner",
		"person text", "token text", "lookup text", "expires text", "owner text")
	deleteCredential = deleting("credential", "person text", "token text")
	insertDay        = inserting("day", "", "on_date text", "position bigint")
	putReport        = inserting("report", "on conflict (agency, year, kind, version) do update set position = excluded.position, "+
		"report = excluded.report, doubtful = excluded.doubtful",
		"agency text", "year bigint", "kind text", "version bigint", "position bigint", "report text", "doubtful text")
	putFigure = inserting("figure", "on conflict (agency, year, cell) do update set number = excluded.number, "+
		"text = excluded.text, remark = excluded.remark, position = excluded.position",
		"agency text", "year bigint", "cell text", "number bigint", "text text", "remark text", "position bigint")

	updateHead = updating("log_head", 1, "epoch bigint", "position bigint", "digest text")
)

// statements is all of them, in the order in which one transaction runs them.
var statements = []*statement{
	&insertEvent, &insertSealed, &insertApplication, &updateApplication, &updateTokens,
	&deleteSearch, &insertSearch, &deleteDeadline, &putDeadline,
	&putTask, &putDispute, &addCell, &addOpenCell, &putSeries, &insertAgency, &insertDepartment, &putChoice, &insertPerson, &putCredential, &deleteCredential, &insertDay,
	&putReport, &putFigure, &insertIdempotency, &updateHead,
}
