// How much memory the runtime holds, and at most held, by what the kernel says.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const read = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};
const field = (pid, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(pid, 'status'))?.[1] ?? NaN) / 1024;

/** The workerd of a server: a child of the process that was given its state. */
export function workerd(server) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parent = pids.find((pid) => read(pid, 'cmdline').split('\0').includes(server.state));
  const child = pids.find((pid) => read(pid, 'stat').split(') ')[1]?.split(' ')[1] === parent && read(pid, 'cmdline').includes('workerd'));
  if (!child) throw new Error('there is no workerd');
  return child;
}

/** The process that draws a page: the largest of its kind. */
export function renderer() {
  const drawing = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && read(name, 'cmdline').includes('--type=renderer'));
  if (drawing.length === 0) throw new Error('there is no renderer');
  return drawing.sort((a, b) => resident(b) - resident(a))[0];
}

/** Resident memory in MiB now. */
export const resident = (pid) => field(pid, 'VmRSS');

/** Forgets the highest resident memory so far (proc(5), clear_refs), and answers it as of then, in MiB, when asked. */
export function peak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return () => field(pid, 'VmHWM');
}
