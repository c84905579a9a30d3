#!/bin/sh
# Installs LibreOffice where this may be done, for the tests that let it save forms. It asks nothing and fails nothing:
# without LibreOffice those tests are skipped. NO_OFFICE=1 leaves a machine as it is.
set -u
missing="LibreOffice is not on this machine, so the tests of forms that it saves (tests/journeys/test_forms.py) are skipped"

command -v soffice >/dev/null 2>&1 && exit 0
command -v libreoffice >/dev/null 2>&1 && exit 0

if [ -n "${NO_OFFICE:-}" ]; then
    echo "$missing: NO_OFFICE is set."
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "$missing. There is no apt-get here to install it with."
    exit 0
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true >/dev/null 2>&1; then
        echo "$missing. To have it: sudo apt-get install --no-install-recommends libreoffice-calc-nogui"
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
echo "Installing LibreOffice (once), for the tests of forms that it saves."
apt 120 update
if ! apt 600 install -y --no-install-recommends libreoffice-calc-nogui; then
    echo "$missing. It could not be installed (apt-get install libreoffice-calc-nogui)."
fi
exit 0
