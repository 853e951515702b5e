// A SCIM 2.0 server that other people wrote (scimmy, scimmy-routers), on a free port of this machine, its data in memory.
// Prints "Listening on http://127.0.0.1:PORT/scim/v2" when it is ready, and ends when its input ends.
import {randomUUID} from "node:crypto";
import {createRequire} from "node:module";

const require = createRequire(import.meta.url);
const express = require("express");
const {default: SCIMMY} = await import("scimmy");
const {default: SCIMMYRouters} = await import("scimmy-routers");

class Store {
    #items = new Map();

    constructor(keys) {
        this.keys = keys;
    }

    read(resource) {
        if (resource.id === undefined) {
            const all = [...this.#items.values()];
            return resource.filter ? resource.filter.match(all) : all;
        }

        if (!this.#items.has(resource.id)) {
            throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
        }

        return this.#items.get(resource.id);
    }

    write(resource, instance) {
        const id = resource.id ?? randomUUID();
        const before = this.#items.get(id);
        if (resource.id !== undefined && !before) {
            throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
        }

        const taken = [...this.#items.values()].some(other => other.id !== id && this.keys.some(key =>
            instance[key] !== undefined && String(other[key]).toLowerCase() === String(instance[key]).toLowerCase()));
        if (taken) {
            throw new SCIMMY.Types.Error(409, "uniqueness", "Name is taken");
        }

        const now = new Date().toISOString();
        const stored = {...JSON.parse(JSON.stringify(instance)), id, meta: {created: before?.meta.created ?? now, lastModified: now, version: `W/"${Number(/\d+/.exec(before?.meta.version ?? "0")[0]) + 1}"`}};
        this.#items.set(id, stored);
        return stored;
    }

    remove(resource) {
        if (!this.#items.delete(resource.id)) {
            throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
        }
    }
}

for (const [kind, keys, extensions] of [
    [SCIMMY.Resources.User, ["userName"], [SCIMMY.Schemas.EnterpriseUser]],
    [SCIMMY.Resources.Group, ["displayName"], []],
]) {
    const store = new Store(keys);
    const declared = SCIMMY.Resources.declare(kind);
    declared.ingress((resource, instance) => store.write(resource, instance)).egress(resource => store.read(resource)).degress(resource => store.remove(resource));
    for (const extension of extensions) {
        kind.extend(extension, false);
    }
}

const token = process.env.SCIM_TOKEN;
const app = express();
app.use("/scim/v2", new SCIMMYRouters({
    type: "bearer",
    handler: request => {
        if (request.header("Authorization") !== `Bearer ${token}`) {
            throw new Error("Authorization is missing or wrong");
        }

        return "tester";
    },
}));
const server = app.listen(0, "127.0.0.1", () => console.log(`Listening on http://127.0.0.1:${server.address().port}/scim/v2`));
process.stdin.resume().on("end", () => process.exit(0));
