"""Child growth: z-scores against the WHO standard, prevalence of a survey design, quality of the measurement."""
