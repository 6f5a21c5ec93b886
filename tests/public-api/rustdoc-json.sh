#!/bin/sh
# A rustdoc that may write JSON. Cargo would build every dependency anew if it were told itself.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@"
