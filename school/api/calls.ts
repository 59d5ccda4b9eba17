/** Calls of the contract's methods by their names, with arguments as callers pass them or parameters as requests hold them. */
import { METHODS, type Method, type Methods, specOf } from './contract.ts';

/** An object with every method of the contract, each of which does the same with its name and arguments. */
export function methodsOver(call: (method: Method, args: readonly unknown[]) => Promise<unknown>): Methods {
  return Object.fromEntries(METHODS.map((name) => [name, (...args: unknown[]) => call(name, args)])) as Methods;
}

/** Calls a method by its name. */
export function callMethod(methods: Methods, method: Method, args: readonly unknown[]): Promise<unknown> {
  return (methods[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
}

/** The parameters of a request from the arguments of a call, and the callback of a method that streams. */
export function toParams(method: Method, values: readonly unknown[]) {
  const { args = [], options, stream } = specOf(method);
  const params: Record<string, unknown> = options ? { ...(values[args.length] as object | undefined) } : {};
  args.forEach((name, i) => {
    if (values[i] !== undefined) params[name] = values[i];
  });
  const onDelta = stream
    ? (values[args.length + (options ? 1 : 0)] as ((delta: string) => void) | undefined)
    : undefined;
  return { params, onDelta };
}

/** The arguments of a call from the parameters of a request: the opposite of `toParams`. */
export function toArguments(method: Method, params: object, onDelta: (delta: string) => void): unknown[] {
  const { args = [], options, stream } = specOf(method);
  const others: Record<string, unknown> = { ...params };
  const values = args.map((name) => {
    const value = others[name];
    delete others[name];
    return value;
  });
  return [...values, ...(options ? [others] : []), ...(stream ? [onDelta] : [])];
}
