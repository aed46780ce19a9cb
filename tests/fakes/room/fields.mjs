// Checks the fields of a body against a small table: `{ name: { type, required, values, min, max, item } }`.

const TYPES = {
  string: (v) => typeof v === 'string',
  url: (v) => typeof v === 'string' && /^(https?|data|runway):/.test(v),
  int: (v) => Number.isInteger(v),
  number: (v) => typeof v === 'number',
  bool: (v) => typeof v === 'boolean',
  array: (v) => Array.isArray(v),
  object: (v) => v !== null && typeof v === 'object' && !Array.isArray(v),
  any: () => true,
};

/**
 * What is wrong with a body: `[{ loc, what, type, unknown? }]`, nothing if all is well.
 * `strict`: fields that the table does not know are wrong too. `where`: the path of the object, for `loc`.
 */
export function wrongs(body, table, { strict = false, where = [] } = {}) {
  const found = [];
  const say = (name, what, type, more = {}) => found.push({ loc: [...where, name], what, type, ...more });
  for (const [name, rule] of Object.entries(table)) {
    const value = body[name];
    if (value === undefined || value === null) {
      if (rule.required) say(name, 'Field required', 'missing');
      continue;
    }
    if (!TYPES[rule.type ?? 'string'](value)) {
      say(name, `Input should be a valid ${rule.type ?? 'string'}`, `${rule.type ?? 'string'}_type`);
    } else if (rule.values && !rule.values.includes(value)) {
      say(name, `Input should be one of ${rule.values.join(', ')}`, 'enum');
    } else {
      const size = typeof value === 'number' ? value : (value.length ?? 0);
      if (rule.min !== undefined && size < rule.min) say(name, `Input should be at least ${rule.min}`, 'too_short');
      if (rule.max !== undefined && size > rule.max) say(name, `Input should be at most ${rule.max}`, 'too_long');
      if (rule.item) {
        const items = rule.type === 'array' ? value : [value];
        items.forEach((item, n) => {
          const path = [...where, name, ...(rule.type === 'array' ? [n] : [])];
          // Items are of one type, or objects with a table of their own.
          const type = typeof rule.item.type === 'string' ? rule.item.type : 'object';
          if (!TYPES[type](item)) found.push({ loc: path, what: `Input should be a valid ${type}`, type: `${type}_type` });
          else if (type !== rule.item.type) found.push(...wrongs(item, rule.item, { strict, where: path }));
        });
      }
    }
  }
  for (const name of strict ? Object.keys(body).filter((key) => !(key in table)) : []) {
    say(name, 'Unknown field', 'extra_forbidden', { unknown: true });
  }
  return found;
}
