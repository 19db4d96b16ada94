//! Is the pace within what history and peers show?
