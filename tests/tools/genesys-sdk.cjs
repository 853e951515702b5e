// What a program does that uses the official Genesys SDK, against the server on the port given as argument: lists, filters,
// creates, patches, loses a version, deletes, and changes the members of a group. Prints one line for each, and fails loudly.
const assert = require("node:assert/strict");
const platformClient = require("purecloud-platform-client-v2");

const client = platformClient.ApiClient.instance;
client.setGateway({host: "127.0.0.1", protocol: "http", port: Number(process.argv[2]), path_params_login: "", path_params_api: ""});
const patch = (...operations) => ({schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations});

async function refused(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }

    assert.fail("the server took it");
}

async function main() {
    await client.loginClientCredentialsGrant("emulator", "emulator");
    const scim = new platformClient.SCIMApi();

    const before = await scim.getScimV2Users({count: 25});
    console.log(`list: ${before.totalResults} user, ${before.Resources[0].userName}`);

    const created = await scim.postScimV2Users({
        userName: "dee@x.test", displayName: "Dee", externalId: "R&D + \"1\"", active: true,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {department: "Sales"},
    });
    console.log(`create: ${created.userName}, version ${created.meta.version}`);
    console.log(`twice: ${(await refused(scim.postScimV2Users({userName: "DEE@x.test", displayName: "Dee"}))).status}`);

    const found = await scim.getScimV2Users({filter: "externalId eq \"R&D + \\\"1\\\"\""});
    assert.equal(found.Resources[0].id, created.id);
    console.log(`filter: ${found.totalResults} user`);

    const change = patch({op: "replace", path: "title", value: "Lead"});
    const patched = await scim.patchScimV2User(created.id, change, {ifMatch: `"${created.meta.version}"`});
    console.log(`patch: title ${patched.title}, department ${patched["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].department}`);
    console.log(`stale: ${(await refused(scim.patchScimV2User(created.id, change, {ifMatch: `"${created.meta.version}"`}))).status}`);

    const [group] = (await scim.getScimV2Groups("displayName eq \"Support\"", {})).Resources;
    const joined = await scim.patchScimV2Group(group.id, patch({op: "add", path: "members", value: [{value: created.id}]}));
    console.log(`join: ${joined.members.length} members`);
    const left = await scim.patchScimV2Group(group.id, patch({op: "remove", path: `members[value eq "${created.id}"]`}));
    console.log(`leave: ${left.members.length} member`);

    await scim.deleteScimV2User(created.id, {ifMatch: `"${patched.meta.version}"`});
    console.log(`delete: ${(await refused(scim.getScimV2User(created.id))).status}`);
    console.log(`left: ${(await scim.getScimV2Users({count: 0})).totalResults} user`);
}

main().then(() => process.exit(0), error => {
    console.error(error instanceof Error ? error : JSON.stringify(error, null, 2));
    process.exit(1);
});
