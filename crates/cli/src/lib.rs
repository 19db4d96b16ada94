//! The commonweal command line, shared by cargo and pip installs.
