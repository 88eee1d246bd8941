/** An example request, and its example answers by status. */
export type Example = { request?: unknown; answers?: Record<number, unknown> };
