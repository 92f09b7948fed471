-- How often a code of a SKU may be read in the clear through the API; null: without limit.
CREATE FUNCTION reveal_limit_of(p_sku uuid) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT p.reveal_limit FROM catalog_sku k JOIN catalog_product p ON p.id = k.product_id WHERE k.id = p_sku
$$;
