'use strict';
// The tests' Electron 25 has Node 18.15 and V8 11.4. Capstan is written for the current Electron, so what is missing
// there is supplied here, to the tests alone. Nothing is replaced.

function supply(target, name, value) {
  if (name in target) return;
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

const keysOf = (collection) => [...collection.keys()];

supply(Set.prototype, 'union', function union(other) {
  return new Set([...this, ...keysOf(other)]);
});
supply(Set.prototype, 'intersection', function intersection(other) {
  return new Set([...this].filter((value) => other.has(value)));
});
supply(Set.prototype, 'difference', function difference(other) {
  return new Set([...this].filter((value) => !other.has(value)));
});
supply(Set.prototype, 'symmetricDifference', function symmetricDifference(other) {
  return new Set([...this.difference(other), ...keysOf(other).filter((value) => !this.has(value))]);
});
supply(Set.prototype, 'isSubsetOf', function isSubsetOf(other) {
  return [...this].every((value) => other.has(value));
});
supply(Set.prototype, 'isSupersetOf', function isSupersetOf(other) {
  return keysOf(other).every((value) => this.has(value));
});
supply(Set.prototype, 'isDisjointFrom', function isDisjointFrom(other) {
  return [...this].every((value) => !other.has(value));
});

supply(Promise, 'withResolvers', function withResolvers() {
  const parts = {};
  parts.promise = new this((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
});
supply(Promise, 'try', function attempt(work, ...input) {
  return new this((resolve) => resolve(work(...input)));
});

supply(Object, 'groupBy', (items, keyOf) => {
  const groups = Object.create(null);
  let index = 0;
  for (const item of items) (groups[keyOf(item, index++)] ??= []).push(item);
  return groups;
});
supply(Map, 'groupBy', (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
});
supply(Array, 'fromAsync', async (items, map = (item) => item) => {
  const list = [];
  for await (const item of items) list.push(await map(item, list.length));
  return list;
});

supply(Symbol, 'dispose', Symbol('Symbol.dispose'));
supply(Symbol, 'asyncDispose', Symbol('Symbol.asyncDispose'));

const stream = require('node:stream');
supply(stream, 'getDefaultHighWaterMark', (objectMode) => (objectMode ? 16 : 16 * 1024));
supply(stream, 'setDefaultHighWaterMark', () => {});

supply(require('node:events'), 'addAbortListener', (signal, listener) => {
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
});

supply(AbortSignal, 'any', (signals) => {
  const any = new AbortController();
  for (const signal of signals) {
    const follow = () => any.abort(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true, signal: any.signal });
  }
  return any.signal;
});
