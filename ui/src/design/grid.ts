// The columns of a DataGrid.
export type Column<Row> = {
  id: string;
  label: string;
  /** A CSS grid track: `8rem`, `minmax(10rem, 1fr)`. */
  width: string;
  text?: (row: Row) => string;
  /** Drawn by the grid's `cell` snippet. */
  custom?: boolean;
  numeric?: boolean;
  /** Left out where there is no room; the highest goes first. Without it the column always stays. */
  drop?: number;
};
