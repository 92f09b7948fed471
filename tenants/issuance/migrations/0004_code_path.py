from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
ISSUE = (SQL / "issue_codes.sql").read_text()
PATH = (SQL / "code_may_move.sql").read_text()
HELD = """
ALTER TABLE issuance_codehistory ADD CONSTRAINT codehistory_may_move CHECK (code_may_move(verb, from_status, to_status));
CREATE TRIGGER coderecord_path BEFORE UPDATE ON issuance_coderecord
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION keep_code_path();
"""
UNDO = """
DROP TRIGGER coderecord_path ON issuance_coderecord; ALTER TABLE issuance_codehistory DROP CONSTRAINT codehistory_may_move;
DROP FUNCTION keep_code_path; DROP FUNCTION code_may_move
"""


class Migration(migrations.Migration):
    dependencies = [
        ("issuance", "0003_codes"),
        ("inventory", "0006_stored_codes"),
        ("finance", "0006_card_accounts"),
        ("catalog", "0003_terms"),
    ]

    operations = [migrations.RunSQL(ISSUE, migrations.RunSQL.noop), migrations.RunSQL(PATH + HELD, UNDO)]
