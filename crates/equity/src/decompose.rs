//! A gap between two groups, split into where they are and how they fare there (Kitagawa 1955).
