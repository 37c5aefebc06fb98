/**
 * The few parts of TypeDoc's JSON (schema 2.0) that the reference is made from. Reference:
 * https://typedoc.org/documents/Options.Output.html
 */

/** TypeDoc's numbers for kinds. */
export const Kind = {
  variable: 32,
  function: 64,
  class: 128,
  interface: 256,
  constructor: 512,
} as const;

export interface Part {
  readonly kind: string;
  readonly text: string;
}

export interface Comment {
  readonly summary: readonly Part[];
  readonly blockTags?: readonly { readonly tag: string; readonly content: readonly Part[] }[];
}

export interface Parameter {
  readonly name: string;
  readonly flags?: { readonly isOptional?: boolean; readonly isRest?: boolean };
  readonly type?: Type;
  readonly defaultValue?: string;
}

export interface Signature {
  readonly comment?: Comment;
  readonly parameters?: readonly Parameter[];
  readonly type?: Type;
}

export interface Reflection {
  readonly name: string;
  readonly kind: number;
  readonly flags?: { readonly isExternal?: boolean; readonly isOptional?: boolean };
  readonly comment?: Comment;
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Signature[];
  readonly getSignature?: Signature;
  readonly indexSignatures?: readonly Signature[];
  readonly type?: Type;
  readonly inheritedFrom?: unknown;
  readonly overwrites?: unknown;
}

/** A type as TypeDoc describes it; which fields exist depends on `type`. */
export interface Type {
  readonly type: string;
  readonly name?: string;
  readonly value?: string | number | boolean | null;
  readonly types?: readonly Type[];
  readonly typeArguments?: readonly Type[];
  readonly elementType?: Type;
  readonly elements?: readonly Type[];
  readonly element?: Type;
  readonly isOptional?: boolean;
  readonly operator?: string;
  readonly target?: Type | number;
  readonly declaration?: Reflection;
  readonly queryType?: Type;
  readonly objectType?: Type;
  readonly indexType?: Type;
  readonly asserts?: boolean;
  readonly targetType?: Type;
}
