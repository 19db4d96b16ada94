//! Summary measures of inequality between groups: the families of WHO and Healthy People 2030.
