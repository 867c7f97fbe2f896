export { Sites, type SitesOptions } from "./sites.js";
