"""THE ARCHIVE: models, constraints, QuerySets, counting SQL, search, migrations. Never writes by itself."""
