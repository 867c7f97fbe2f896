/**
 * The operations of the API: service (`compute.ClustersAPI`) to method (`create`) to where it is
 * served: `POST /api/2.1/clusters/create`, with ` account` behind it for operations on that level.
 * `{hole}` stands for one segment of the path, `{+hole}` for one or more.
 */
export type Routes = Readonly<Record<string, Readonly<Record<string, string>>>>;
