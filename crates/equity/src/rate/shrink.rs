//! Rates of small groups, drawn towards the rest as far as chance explains them (empirical Bayes).
