import { Document, isMap, isScalar } from 'yaml';
import type { KubernetesDocument } from '@domain/benchmark/kubernetes';

/** As YAML that Kubernetes reads: words that YAML 1.1 takes for other things, such as `no`, are quoted. */
export const manifestText = (documents: readonly KubernetesDocument[]): string => documents.map(documentText).join('---\n');

function documentText({ value, comment, comments }: KubernetesDocument): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  if (comment !== null) document.commentBefore = spaced(comment);
  for (const { path, text } of comments) keyAt(document, path).commentBefore = spaced(text);
  // Lines are not folded: the scripts stay as they are.
  return document.toString({ lineWidth: 0 });
}

function keyAt(document: Document, path: readonly (string | number)[]) {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = isMap(parent) ? parent.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === path.at(-1)) : undefined;
  if (!isScalar(key)) throw new RangeError(`there is no ${path.join('.')}`);
  return key;
}

const spaced = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
