#!/bin/sh
# Installs LibreOffice and PostgreSQL where this may be done, for the tests that start them. It asks nothing and fails
# nothing: without a program its tests are skipped. NO_INSTALL=1 leaves a machine as it is.
set -u

has() {
    command -v "$1" >/dev/null 2>&1
}

has_postgresql() {
    has postgres && has initdb && return 0
    for folder in ${POSTGRESQL_FOLDERS:-/usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin}; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && return 0
    done
    return 1
}

wanted=""
has soffice || has libreoffice || wanted="libreoffice-calc-nogui"
has_postgresql || wanted="$wanted postgresql"
[ -n "$wanted" ] || exit 0

of_ledgers="tests/journeys/test_a_ledger_on_postgresql.py tests/records/test_ledger.py tests/records/test_ledger_crashes.py"
of_ledgers="$of_ledgers tests/records/test_ledger_on_a_server.py tests/records/test_ledger_on_postgresql.py"
of_ledgers="$of_ledgers tests/records/test_ledger_schema.py"
of_workbooks="tests/audit/test_workbook_check.py tests/journeys/test_forms.py tests/journeys/test_workbook_recalculated.py"

# Says of each program that is not there which tests will not run, and why.
say() {
    for package in $wanted; do
        case $package in
        postgresql) echo "PostgreSQL is not on this machine, so the tests of a ledger that it keeps are skipped, in $of_ledgers. $1" ;;
        *) echo "LibreOffice is not on this machine, so the tests of forms and workbooks that it opens are skipped, in $of_workbooks. $1" ;;
        esac
    done
}

if [ -n "${NO_INSTALL:-}" ]; then
    say "NO_INSTALL is set."
    exit 0
fi
if ! has apt-get; then
    say "There is no apt-get here to install it with."
    exit 0
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! has sudo || ! sudo -n true >/dev/null 2>&1; then
        say "To have it: sudo apt-get install --no-install-recommends $wanted"
        exit 0
    fi
    as_root="sudo -n"
fi

quick="-o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=60"
apt() {
    limit=$1
    shift
    # shellcheck disable=SC2086  these are lists of words
    timeout "$limit" $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq $quick "$@" </dev/null >/dev/null 2>&1
}
apt 120 update
missing=""
for package in $wanted; do
    echo "Installing $package (once), for the tests that start it."
    apt 600 install -y --no-install-recommends "$package" || missing="$missing $package"
done
wanted=$missing
say "It could not be installed."
exit 0
