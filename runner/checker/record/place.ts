/** Where a socket of the checker's is to be; what is missing is chosen. */
export interface Place {
  readonly host?: string
  readonly port?: number
}
