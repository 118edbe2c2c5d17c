-- The full pass reads ranges of keys, in their order.

-- Project by project, and within one in the order in which its indicators are compared.
DROP INDEX indicators_owner;
CREATE INDEX indicators_owner ON indicators (owner, owner_code, fiscal_year, code);

-- The indicators that no project has are few, and a page of them should not wade through all others.
CREATE INDEX indicators_of_units ON indicators (code, fiscal_year) WHERE owner = 'unit';
